"""Plain SVG of measured series, both axes logarithmic. No script by itself.

The colours follow the reader's light or dark mode; lines differ in their marks as well as in colour.
"""
import math

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 460, 330, 62, 14, 34, 82
STYLE = """<style>
  svg { --back: #ffffff; --ink: #1f2328; --dim: #59636e; --grid: #e2e6ea; --c0: #0b62c4; --c1: #b35900; --c2: #1a7f4b; --goal: #c0264a; }
  @media (prefers-color-scheme: dark) {
    svg { --back: #0d1117; --ink: #e6edf3; --dim: #9aa4ae; --grid: #2a3038; --c0: #6cb0ff; --c1: #f0a04b; --c2: #56d390; --goal: #ff7b9c; }
  }
  .back { fill: var(--back); } text { font: 12px system-ui, sans-serif; fill: var(--ink); } .dim { fill: var(--dim); }
  .title { font-weight: 600; font-size: 13px; } .grid { stroke: var(--grid); } .frame { stroke: var(--dim); fill: none; }
  .goal { stroke: var(--goal); stroke-dasharray: 5 4; } .goaltext { fill: var(--goal); font-size: 11px; }
  .s0 { color: var(--c0); } .s1 { color: var(--c1); } .s2 { color: var(--c2); }
  .line { stroke: currentColor; fill: none; stroke-width: 2; } .bar { stroke: currentColor; stroke-width: 1.2; }
  .mark { fill: currentColor; stroke: currentColor; } .open { fill: var(--back); stroke: currentColor; stroke-width: 2; }
</style>"""
# For programs that draw SVG but do not know variables: the same colours, light.
PLAIN = {"--back": "#ffffff", "--ink": "#1f2328", "--dim": "#59636e", "--grid": "#e2e6ea", "--c0": "#0b62c4", "--c1": "#b35900",
         "--c2": "#1a7f4b", "--goal": "#c0264a"}


def escape(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def nice(value):
    """1k, 10k, 1M; 0.001."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{letter}"
    return f"{value:g}"


def mark(kind, x, y, css):
    if kind == 0:
        return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="3.6"/>'
    if kind == 1:
        return f'<rect class="{css}" x="{x - 3.3:.1f}" y="{y - 3.3:.1f}" width="6.6" height="6.6"/>'
    return f'<path class="{css}" d="M{x:.1f} {y - 4.4:.1f} l4.4 7.8 h-8.8 z"/>'


def arrow(x, y):
    """Above a mark: in truth it is more than this."""
    return f'<path class="line" d="M{x:.1f} {y - 6:.1f} v-9 m-3.5 4 l3.5 -4 l3.5 4"/>'


class Panel:
    """One diagram. `lines`: (name, points), a point being (x, y, low, high, stopped)."""

    def __init__(self, title, x_name, lines, goal=None):
        self.title, self.x_name, self.goal = title, x_name, goal
        self.lines = [(name, [p for p in points if p[1]]) for name, points in lines]
        self.ticks = sorted({p[0] for _, points in self.lines for p in points})
        values = [v for _, points in self.lines for p in points for v in p[1:4] if v] + ([goal[0]] if goal else [])
        self.low, self.high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values) * 1.25))
        self.first, self.last = math.log(self.ticks[0]), math.log(self.ticks[-1])

    def x(self, value):
        share = (math.log(value) - self.first) / ((self.last - self.first) or 1)
        return LEFT + 14 + share * (WIDTH - LEFT - RIGHT - 28)

    def y(self, value):
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def draw(self):
        return self.axes() + [line for number in range(len(self.lines)) for line in self.series(number)] + self.legend()

    def axes(self):
        out = [f'<text class="title" x="{LEFT}" y="20">{escape(self.title)}</text>']
        for power in range(self.low, self.high + 1):
            y = self.y(10**power)
            out.append(f'<path class="grid" d="M{LEFT} {y:.1f} H{WIDTH - RIGHT}"/>')
            out.append(f'<text class="dim" x="{LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{nice(10.0**power)}</text>')
        shown = -100.0
        for tick in self.ticks:
            x = self.x(tick)
            out.append(f'<path class="frame" d="M{x:.1f} {HEIGHT - BOTTOM} v5"/>')
            if x - shown >= 17:
                out.append(f'<text class="dim" x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:g}</text>')
                shown = x
        out.append(f'<rect class="frame" x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT - RIGHT}" height="{HEIGHT - TOP - BOTTOM}"/>')
        middle = (LEFT + WIDTH - RIGHT) / 2
        out.append(f'<text x="{middle:.1f}" y="{HEIGHT - BOTTOM + 38}" text-anchor="middle">{escape(self.x_name)}</text>')
        if self.goal:
            y = self.y(self.goal[0])
            out.append(f'<path class="goal" d="M{LEFT} {y:.1f} H{WIDTH - RIGHT}"/>')
            out.append(f'<text class="goaltext" x="{LEFT + 5}" y="{y - 4:.1f}">{escape(self.goal[1])}</text>')
        return out

    def series(self, number):
        points = self.lines[number][1]
        out = [f'<g class="s{number}">']
        done = [(self.x(p[0]), self.y(p[1])) for p in points]
        for (ax, ay), (bx, by), p, q in zip(done, done[1:], points, points[1:]):
            dash = ' stroke-dasharray="2 4"' if p[4] or q[4] else ""
            out.append(f'<path class="line" d="M{ax:.1f} {ay:.1f} L{bx:.1f} {by:.1f}"{dash}/>')
        for (x, y), (_, _, low, high, stopped) in zip(done, points):
            if low and high and self.y(low) - self.y(high) > 1:
                out.append(f'<path class="bar" d="M{x:.1f} {self.y(low):.1f} V{self.y(high):.1f}"/>')
            out.append(mark(number, x, y, "open" if stopped else "mark"))
            if stopped:
                out.append(arrow(x, y))
        return out + ["</g>"]

    def legend(self):
        out, x, y = [], LEFT, HEIGHT - 14
        for number, (name, _) in enumerate(self.lines):
            out.append(f'<g class="s{number}"><path class="line" d="M{x} {y - 4} h22"/>{mark(number, x + 11, y - 4, "mark")}</g>')
            out.append(f'<text x="{x + 28}" y="{y}">{escape(name)}</text>')
            x += 42 + 6 * len(name)
        if any(p[4] for _, points in self.lines for p in points):
            out.append(f'<g class="s0">{mark(0, x + 6, y - 4, "open")}</g><text class="dim" x="{x + 16:.0f}" y="{y}">stopped</text>')
        return out


def figure(description, panels):
    """The panels beside each other, as the text of an SVG file."""
    width = WIDTH * len(panels)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}" role="img">',
           f"<title>{escape(description)}</title>", STYLE, f'<rect class="back" width="{width}" height="{HEIGHT}"/>']
    for number, panel in enumerate(panels):
        out += [f'<g transform="translate({number * WIDTH} 0)">', *panel.draw(), "</g>"]
    return "\n".join(out + ["</svg>"]) + "\n"


def plain(svg):
    """The same without variables, for converters that do not know them."""
    for name, colour in PLAIN.items():
        svg = svg.replace(f"var({name})", colour)
    return svg
