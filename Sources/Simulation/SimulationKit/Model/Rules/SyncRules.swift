import CoreVocabulary
import Cryptography
import LedgerService
import SyncCore
import WireProtocol

extension Foresight {
    /// Oldest version of a console's record that the bank serves.
    private static let oldestRecordVersion: Int64 = 0

    /// The relation of a cursor to the bank's cursors.
    enum Position {
        case none, known, otherEpoch, invalid
    }

    /// Classifies a cursor: none, handed out to the user in this epoch, of another epoch, or
    /// invalid.
    func position(of cursor: Cursor?, _ user: UserID) -> Position {
        guard let cursor else { return .none }
        guard cursor.epoch == state.epoch else { return .otherEpoch }
        return given.cursors[user]?.contains(cursor) == true ? .known : .invalid
    }

    func beginSync(_ request: BeginSyncRequest, _ who: Who) -> [Move] {
        let modes: [BeginSyncReply.Mode]
        switch position(of: request.cursor, who.user) {
        case _ where request.recordVersion < Self.oldestRecordVersion: modes = [.upgrade]
        case .none: modes = [.snapshot]
        case .otherEpoch: modes = [.epochChanged]
        case .invalid: return [.problem(.cursorInvalid)]
        case .known: modes = [.delta, .snapshot]
        }
        guard request.deviceKey.count == 32,
            let id = DeviceID(bytes: SHA256.digest(of: request.deviceKey).bytes.prefix(16))
        else { return modes.map { Move(answer: .shown($0)) } }
        var after = state
        let device = ModelState.Device(user: who.user, id: id)
        guard after.devices.insert(device).inserted else {
            return modes.map { Move(answer: .shown($0)) }
        }
        let budget = LimitKey(.consolesOfUser, of: who.user.rawValue)
        guard var facts = after.count(budget, sizes.rates[.consolesOfUser], at: now) else {
            return [Move(answer: .slowDown)]
        }
        facts.append(.device(who.user, id))
        facts.append(audited(.deviceRegistered, by: who.user, of: id.rawValue))
        return modes.map { Move(facts: facts, after: after, answer: .shown($0)) }
    }

    /// Refuses a page that was never named, before the books are read.
    func unknownPage(_ request: SnapshotRequest) -> [Move] {
        given.pages.contains(request.page) ? [] : [Move.problem(.cursorInvalid)]
    }

    func snapshot(_ request: SnapshotRequest, _ who: Who) -> Move {
        guard given.pages.contains(request.page) else { return .problem(.cursorInvalid) }
        switch position(of: request.at, who.user) {
        case .none, .known: return .shown
        case .otherEpoch, .invalid: return .problem(.cursorInvalid)
        }
    }

    func entries(_ request: EntriesRequest, _ who: Who) -> Move {
        guard who.person.grants[request.accountID] != nil,
            let account = state.ledger.accounts[request.accountID]
        else { return .problem(.notFound) }
        let count = Int64(account.entries.count)
        let first = max(1, request.first)
        guard first <= count, request.last >= first else { return Move(answer: .entries([])) }
        let wanted = min(request.last - first + 1, Int64(sizes.bank.sync.entryCount))
        let last = min(count, first + wanted - 1)
        return Move(answer: .entries(Array(account.entries[Int(first - 1)..<Int(last)])))
    }
}
