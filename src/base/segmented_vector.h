// A vector that grows in segments of one size: elements never move, and growth never needs the old and a new
// copy at once.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/budget.h"

namespace wt {

template <class T>
class SegmentedVector {
  public:
    explicit SegmentedVector(Budget& budget) : budget_(&budget) {}
    /// Gives back what it charged to the budget, which must outlive it.
    ~SegmentedVector() {
        budget_->charge_bytes(-static_cast<std::int64_t>(segments_.size() * kLength * sizeof(T)));
    }
    SegmentedVector(const SegmentedVector&) = delete;
    SegmentedVector& operator=(const SegmentedVector&) = delete;

    std::size_t size() const { return size_; }
    T& operator[](std::size_t i) { return segments_[i / kLength][i % kLength]; }
    const T& operator[](std::size_t i) const { return segments_[i / kLength][i % kLength]; }

    void push_back(const T& element) {
        resize_at_least(size_ + 1);
        (*this)[size_ - 1] = element;
    }

    /// Grows to at least `size` elements; new ones are `T()`.
    void resize_at_least(std::size_t size) {
        while (segments_.size() * kLength < size) {
            segments_.push_back(std::make_unique<T[]>(kLength));
            budget_->charge_bytes(kLength * sizeof(T));
        }
        if (size > size_) size_ = size;
    }

  private:
    static constexpr std::size_t kLength = 1024;

    Budget* budget_;
    std::vector<std::unique_ptr<T[]>> segments_;
    std::size_t size_ = 0;
};

}  // namespace wt
