import SyncCore

/// The work among some effects as a word; "-" for none.
func word(of effects: [SyncEffect]) -> String {
    func text(_ cursor: Cursor?) -> String { cursor.map { String($0.feedSequence) } ?? "nil" }
    for case .work(let work) in effects {
        switch work {
        case .begin(let cursor): return "begin \(text(cursor))"
        case .request(let cursor, let wait): return "request \(text(cursor)) \(wait)"
        case .apply: return "apply"
        case .startOver: return "startOver"
        case .page(let place): return "page \(place?.page ?? "first")"
        case .applyPage: return "applyPage"
        case .compare(let cursor): return "compare \(text(cursor))"
        case .openStream(let cursor): return "open \(text(cursor))"
        case .listen: return "listen"
        case .pause(let milliseconds): return "pause \(milliseconds)"
        }
    }
    return "-"
}
