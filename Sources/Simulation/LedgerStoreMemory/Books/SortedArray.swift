extension Array {
    /// Returns the first index whose element fails a test that all elements before it pass.
    ///
    /// - Complexity: O(log n); O(1) if every element passes, as at the end of a log.
    func partitionPlace(_ isBefore: (Element) -> Bool) -> Int {
        guard let last, !isBefore(last) else { return count }
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Returns at most `limit` elements from an index on; a negative limit means none, as in SQL.
    func page(from place: Int, limit: Int) -> ArraySlice<Element> {
        let rest = self[Swift.min(place, count)...]
        return limit < 0 ? rest : rest.prefix(limit)
    }
}
