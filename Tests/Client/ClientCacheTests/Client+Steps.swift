@testable import ClientService
import SyncCore

// The steps of a client's open session, and its states as values.
extension Client {
    var isOpen: Bool { session != nil }
    var nextWork: SyncWork? { session?.context.sync.nextWork }
    var openRecords: (any RecordStore)? { try? session?.context.gate.records }

    func advance(_ event: SyncEvent) {
        session?.context.sync.advance(event)
    }

    func checkRecord() async {
        await session?.watch.checkRecord()
    }
}
