#include "lang/analysis.h"

#include <algorithm>

#include "lang/parse.h"
#include "lang/read_tree.h"
#include "lang/sentences/nearest.h"
#include "lang/sentences/read_sentences.h"
#include "lang/sentences/sentences.h"

namespace wt::lang {

Analysis::Analysis(Source source, Dialect dialect, const Selection& selection)
    : source_(std::make_unique<const Source>(std::move(source))) {
    if (dialect == Dialect::sentences)
        read_sentences(selection);
    else
        read(*source_, dialect, selection);
}

void Analysis::read(const Source& source, Dialect dialect, const Selection& selection) {
    Diagnostics diagnostics;
    tree_ = parse(source, dialect, diagnostics);
    if (keep_only_invalid_utf8(diagnostics)) {
        reading_.diagnostics = std::move(diagnostics);
        return;
    }
    UseTable table(tree_);
    reading_ = read_tree(tree_, dialect, selection, std::move(diagnostics), &table);
    table.note_rest();
    uses_ = table.take_uses();
    definitions_ = table.definitions();
}

void Analysis::read_sentences(const Selection& selection) {
    Translation translation = translate(*source_);
    bool fine = !translation.diagnostics.has_errors();
    translated_ =
        std::make_unique<const Source>(fine ? source_of(translation, *source_) : Source(source_->name(), ""));
    read(*translated_, Dialect::wrongtree, selection);
    auto map = [&](Span span) { return span_in_sentences(span, translation.text, *translated_, *source_); };
    for (Definition& one : definitions_)
        one.span = fine ? map(one.span) : Span();
    for (Use& one : uses_)
        one.span = fine ? map(one.span) : Span();
    std::ranges::stable_sort(uses_, {}, [](const Use& use) { return use.span.begin; });
    reading_ = lang::read_sentences(*source_, selection);
}

const Use* Analysis::use_at(std::uint32_t offset) const {
    auto behind = std::ranges::upper_bound(uses_, offset, {}, [](const Use& use) { return use.span.begin; });
    if (behind == uses_.begin()) return nullptr;
    const Use& use = *std::prev(behind);
    return offset <= use.span.end ? &use : nullptr;
}

std::vector<Use> Analysis::uses_of(std::uint32_t definition) const {
    std::vector<Use> found;
    std::ranges::copy_if(uses_, std::back_inserter(found),
                         [&](const Use& use) { return use.definition == definition; });
    return found;
}

NodeId Analysis::node_at(std::uint32_t offset) const {
    NodeId found = tree_.file;
    for (NodeId layer : tree_.layers)
        if (Span span = tree_.span(layer); span.begin <= offset && offset < span.end) found = layer;
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (NodeId child : tree_[found].children) {
            Span span = tree_.span(child);
            if (span.begin > offset || offset >= span.end) continue;
            found = child;
            goes_on = true;
            break;
        }
    }
    return found;
}

}  // namespace wt::lang
