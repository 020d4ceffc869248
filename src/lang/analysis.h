// An analysis is a text with all that an editor asks of it: the tree, the world, the diagnostics, and what every name
// means.
//
//     Analysis analysis(Source("market.wt", text), Dialect::wrongtree);
//     if (const Use* use = analysis.use_at(offset)) {
//         const Definition& definition = analysis.definition_of(*use);
//         for (const Use& other : analysis.uses_of(use->definition)) ... other.span ...
//     }
//
// What the text uses has to stand behind it (lang/libraries.h) and has names in the table as well; `source().part_at`
// says in which file a place is. It works on texts with mistakes as far as they can be read: the tree is whole but for
// its `error` nodes, and a name is in the table if it can be said what it means. If some bytes are not UTF-8, only the
// diagnostics remain. Places are byte offsets; base/utf16.h turns them into what editors count. Cost: as `read_world`,
// and n log n in the names for the table; memory is linear in the text. Reading without an analysis (lang/lang.h) pays
// for none of this.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "lang/lang.h"
#include "lang/syntax.h"
#include "lang/uses.h"

namespace wt::lang {

class Analysis {
  public:
    Analysis(Source source, Dialect dialect, const Selection& selection = {});

    const Source& source() const { return *source_; }
    /// Of a source in sentences it is the tree of its translation, with places in that; all else has places in the sentences.
    const SyntaxTree& tree() const { return tree_; }
    /// Returns the reading as `read_world` hands it out.
    const Reading& reading() const { return reading_; }

    const std::vector<Definition>& definitions() const { return definitions_; }
    /// Returns all stretches of the text that name something, definitions too, by their places.
    const std::vector<Use>& uses() const { return uses_; }

    const Definition& definition_of(const Use& use) const { return definitions_[use.definition]; }
    /// Returns the use at a byte offset, or one that ends there; null if nothing is named there. Cost: logarithmic.
    const Use* use_at(std::uint32_t offset) const;
    /// Returns all uses of a definition, itself too, by their places. Cost: linear in all uses.
    std::vector<Use> uses_of(std::uint32_t definition) const;
    /// Returns the innermost node that covers a byte offset; the file's if there is none. Cost: linear in the children
    /// of the nodes around it.
    NodeId node_at(std::uint32_t offset) const;

  private:
    void read(const Source& source, Dialect dialect, const Selection& selection);
    void read_sentences(const Selection& selection);

    std::unique_ptr<const Source> source_;      ///< in one place, because the tree refers to it
    std::unique_ptr<const Source> translated_;  ///< of a source in sentences
    SyntaxTree tree_;
    Reading reading_;
    std::vector<Definition> definitions_;
    std::vector<Use> uses_;
};

}  // namespace wt::lang
