import SyncCore
import WireProtocol

extension Reply {
    /// How many changes or entries it brings.
    var changeCount: Int {
        switch self {
        case .feed(let reply): reply.batch.changes.count
        case .snapshot(let page): page.changes.count
        case .entries(let entries): entries.count
        default: 0
        }
    }
}
