/// The spans of entries that are fetched for the damaged rows of an account, one request each.
///
/// Rows that can be read lie between damaged ones. A few of them cost less than another request; many
/// would cost more than what is damaged.
struct FetchedSpans: Hashable, Sendable {
    /// The largest gap between two damaged stretches that one request covers.
    ///
    /// Chosen, not measured: rows that need no repair are sent to spare a request.
    static let joinedGap: Int64 = 64
    /// The most spans with such gaps; beyond it each span is as long as a request allows.
    static let spanCountLimit = 8

    /// The spans, in order.
    let spans: [ClosedRange<Int64>]

    /// Covers stretches of damaged rows, given in order, with spans; none is divided.
    ///
    /// A span that joins stretches has at most `limit` places, 1 or more.
    init(over stretches: [ClosedRange<Int64>], limit: Int) {
        let limit = Int64(limit)
        let fine = Self.joined(stretches, over: Self.joinedGap, limit)
        spans =
            fine.count <= Self.spanCountLimit
            ? fine : Self.joined(stretches, over: limit, limit)
    }

    private static func joined(
        _ stretches: [ClosedRange<Int64>],
        over gap: Int64,
        _ limit: Int64
    ) -> [ClosedRange<Int64>] {
        var spans: [ClosedRange<Int64>] = []
        for stretch in stretches {
            if let last = spans.last, stretch.lowerBound - last.upperBound - 1 <= gap,
                stretch.upperBound - last.lowerBound < limit
            {
                spans[spans.count - 1] = last.lowerBound...stretch.upperBound
            } else {
                spans.append(stretch)
            }
        }
        return spans
    }
}
