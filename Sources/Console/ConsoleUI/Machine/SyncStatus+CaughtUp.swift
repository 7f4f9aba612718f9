import ClientService
import SyncCore

extension SyncStatus {
    /// True if the record is up to date or cannot be brought up to date now.
    var isCaughtUp: Bool {
        switch (link, freshness) {
        case (.down, _), (.up, .live), (.up, .unverified): true
        // A console that must be upgraded gets no further data.
        case (.up, .cached): notice == .upgradeNeeded
        }
    }
}
