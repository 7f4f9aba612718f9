import ClientService
import CoreVocabulary
import Cryptography
import IdentityCore
import SyncCore
import WireProtocol

/// Requests with one altered field, and requests that no console of the town sends.
extension Rogue {
    /// Also sends the request with one altered field; the bank decides which one is first.
    func forge(_ bytes: [UInt8], from place: Int) {
        guard forger.value.percent(15),
            let forged = Forgery.request(bytes, &forger.value)
        else { return }
        world.note(forged: forged.field)
        deliver(forged.bytes, from: place)
    }

    /// Sends a comparison, a request for rows, the sync of a console of its own or a wipe receipt,
    /// at random.
    func probe() {
        guard forger.value.percent(25),
            let held = forger.value.pick(state.value.sessions)
        else { return }
        switch forger.value.below(4) {
        case 0: if let request = comparison() { ask(request, token: held.access) }
        case 1: if let request = records() { ask(request, token: held.access) }
        case 2: ask(receipt(), token: nil)
        // Only under this person's own name. Another user could not register a new console for a
        // while.
        case _ where held.person.id == Town.people[Town.consoleOwnerCount].id:
            ask(beginning(), token: held.access)
        default: break
        }
    }

    /// Stamps a transfer with this person's console; nil in most cases.
    func ownStamp(for reviewed: ReviewedTransfer) -> DeviceStamp? {
        guard forger.value.percent(40) else { return nil }
        let stamp = state.value.device.stamp(reviewed)
        world.judge.sawStamp(stamp, for: reviewed.digest)
        return stamp
    }

    private func ask(_ request: Request, token: [UInt8]?) {
        let bytes = RequestEnvelope(token: token, request: request).encoded
        world.trace.note("rogue → \(Oracle.words(for: request))")
        forge(bytes, from: 0)
        deliver(bytes, from: 0)
    }

    private func comparison() -> Request? {
        guard let cursor = forger.value.pick(state.value.cursors) else { return nil }
        let account = Town.accounts[forger.value.below(Town.accounts.count)].id
        let question: ReconcileQuestion =
            switch forger.value.below(3) {
            case 0: .root(Digest256(hashing: account.bytes))
            case 1: .nodes([.root])
            default:
                .chains([ChainPlaces(accountID: account, places: [1, forger.value.within(2...40)])])
            }
        return .reconcile(ReconcileRequest(at: cursor, question: question))
    }

    /// Asks for some accounts of the town and for one that does not exist.
    private func records() -> Request? {
        guard let cursor = forger.value.pick(state.value.cursors) else { return nil }
        let count = forger.value.below(3)
        var accounts: [AccountID] = []
        for _ in 0..<count {
            let id = Town.accounts[forger.value.below(Town.accounts.count)].id
            if !accounts.contains(id) { accounts.append(id) }
        }
        return .records(
            RecordsRequest(
                at: cursor,
                accountIDs: accounts + [AccountID(rawValue: 7)],
                hasPayees: forger.value.percent(50)
            )
        )
    }

    private func beginning() -> Request {
        .beginSync(
            BeginSyncRequest(
                app: "0.1.0",
                recordVersion: forger.value.percent(10) ? -1 : 2,
                cursor: forger.value.pick(state.value.cursors),
                deviceKey: state.value.device.publicKey,
                deviceSequence: state.value.device.lastSequence
            )
        )
    }

    private func receipt() -> Request {
        let isKnown = forger.value.percent(80)
        let known = isKnown ? forger.value.pick(state.value.nonces) : nil
        let nonce = known ?? Array("an order that nobody gave".utf8)
        let isSigned = forger.value.percent(50)
        return .wiped(
            WipeReceipt(nonce: nonce, signature: isSigned ? state.value.device.sign(nonce) : [])
        )
    }
}
