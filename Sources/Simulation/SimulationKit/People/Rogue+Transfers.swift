import CoreVocabulary
import IdentityCore
import MoneyCore
import SyncCore
import WireProtocol

/// Transfers with arbitrary content, with valid and invalid proofs.
extension Rogue {
    func transfer(_ held: Held) async throws {
        let phone = world.phones[held.person.number]
        let isCareful = dice.value.percent(80)
        if isCareful { try await desk.sleep(nanoseconds: phone.waitForFreshCode) }
        let reviewed = draft(held)
        var step = Codes.step(at: world.time.trueTime)
        if isCareful { _ = phone.code() }
        switch dice.value.below(20) {
        case 0: step -= 1
        case 1: step -= dice.value.within(2...20)
        case 2: step += 1
        default: break
        }
        var claimed = world.time.trueTime
        switch dice.value.below(12) {
        case 0: claimed = Codes.start(of: step)
        case 1: claimed = claimed.adding(seconds: -dice.value.within(31...400))
        case 2: claimed = claimed.adding(seconds: dice.value.within(1...90))
        case 3: claimed = held.openedAt.adding(seconds: -1)
        default: break
        }
        let other = dice.value.percent(4) ? dice.value.pick(state.value.sessions) : nil
        submit(reviewed, of: held, named: other?.session, at: claimed, step: step, from: held)
    }

    /// Submits a transfer with a proof that the key of `maker` makes and that names `session`, or
    /// `maker` if that is nil.
    func submit(
        _ reviewed: ReviewedTransfer,
        of maker: Held,
        named session: SessionID? = nil,
        at claimed: Instant,
        step: Int64,
        from sender: Held
    ) {
        let proof = AuthorisationProof(
            authorising: reviewed,
            with: Codes.oneTimeCode(of: maker.person, step: step),
            sessionID: session ?? maker.session,
            claimedAt: claimed,
            sessionKey: maker.key.span
        )
        var request = SubmitIntentRequest(
            key: reviewed.intentKey,
            reviewed: reviewed.canonicalBytes,
            sessionID: proof.sessionID,
            claimedAt: claimed,
            proof: proof.code,
            stamp: stamp(for: reviewed)
        )
        remember(request)
        if dice.value.percent(8) {
            let field = dice.value.pick(Forgery.ReviewedField.self)
            request = Forgery.altered(request, Forgery.altered(reviewed, field))
        }
        send(asking(for: request), sender)
    }

    /// Returns the request for a transfer, at times together with earlier ones.
    private func asking(for request: SubmitIntentRequest) -> Request {
        guard dice.value.percent(25) else { return .submitIntent(request) }
        var intents = [request]
        for _ in 0..<dice.value.below(4) {
            guard let earlier = dice.value.pick(state.value.sent),
                !intents.contains(where: { $0.key == earlier.key })
            else { continue }
            intents.insert(earlier, at: dice.value.below(intents.count + 1))
        }
        return .submitIntents(SubmitIntentsRequest(intents: intents))
    }

    /// Repeats an earlier transfer: unchanged, with one altered field, or with its proof on another
    /// transfer.
    func sendAgain(_ held: Held) {
        // Mostly one that was decided, whose answer is final.
        let known = world.judge.now.intents
        let decided = state.value.sent.filter { known[$0.key] != nil }
        let isDecided = !decided.isEmpty && dice.value.percent(80)
        guard let first = dice.value.pick(isDecided ? decided : state.value.sent),
            let reviewed = try? ReviewedTransfer(canonicalBytes: first.reviewed)
        else { return }
        switch dice.value.below(6) {
        case 0: send(asking(for: first), held)
        case ..<5:
            let field = dice.value.pick(Forgery.ReviewedField.self)
            send(asking(for: Forgery.altered(first, Forgery.altered(reviewed, field))), held)
        default:
            let other = draft(held)
            send(.submitIntent(Forgery.altered(first, other)), held)
        }
    }

    /// Repeats decided transfers before the next code shows, mostly altered, and at times a refresh
    /// token.
    ///
    /// Without this, the long waits for codes would leave a run nearly empty.
    func pester(_ held: Held) async throws {
        for _ in 0..<dice.value.below(4) {
            // Requests sent without a pause share a commit.
            let milliseconds = dice.value.percent(40) ? 0 : dice.value.within(1...2_000)
            try await desk.sleep(nanoseconds: milliseconds * 1_000_000)
            if dice.value.percent(15) { renew(held) } else { sendAgain(held) }
        }
    }

    func cancel() -> Request {
        .cancelIntent(dice.value.percent(50) ? key() : IntentKey(rawValue: bits()))
    }

    /// Returns a key that was used or a random one.
    func key() -> IntentKey {
        if dice.value.percent(40), let sent = dice.value.pick(state.value.sent) {
            return sent.key
        }
        let known = world.judge.now.intents.keys.sorted()
        return dice.value.pick(known) ?? IntentKey(rawValue: bits())
    }

    func draft(_ held: Held) -> ReviewedTransfer {
        state.value.orderCount += 1
        let person = world.judge.now.people[held.person.id]
        let own = (person?.grants.keys.sorted() ?? []).filter { _ in dice.value.percent(80) }
        let anyone = Town.accounts[dice.value.below(Town.accounts.count)].id
        let debit = dice.value.percent(85) ? dice.value.pick(own) ?? anyone : anyone
        let payees = person?.payees.keys.sorted() ?? []
        let listed = dice.value.pick(own + payees) ?? anyone
        let creditor = dice.value.percent(85) ? listed : anyone
        let account = Town.accounts.first { $0.id == debit }
        let known = Town.accounts.first { $0.id == creditor }?.word ?? ""
        let isOwn = person?.grants[creditor] != nil
        let name = isOwn ? known : person?.payees[creditor]?.name ?? known
        let today = ZoneOffset.india.date(of: world.time.trueTime)
        let days = dice.value.percent(10) ? dice.value.below(36) - 3 : 0
        let amount = amount(debit, creditor, held.person.id)
        let currency = dice.value.percent(4) ? .usDollar : account?.currency ?? .indianRupee
        return ReviewedTransfer(
            intentKey: IntentKey(rawValue: bits()),
            debitAccountID: debit,
            creditorAccountID: creditor,
            payeeName: dice.value.percent(4) ? name + "!" : name,
            amountMinorUnits: amount,
            feeMinorUnits: dice.value.percent(4) ? 1 : 0,
            currencyCode: dice.value.percent(2) ? "XYZ" : currency.code,
            valueDate: today.adding(days: days) ?? today,
            reference: "rogue \(state.value.orderCount)"
        )
    }

    /// Draws an amount, at times a boundary amount.
    private func amount(_ debit: AccountID, _ creditor: AccountID, _ user: UserID) -> Int64 {
        let amounts: [Int64] = [1, 500, 20_000, 60_000, 100_000, 390_000, 400_001, 0, -5, .max]
        switch dice.value.below(10) {
        case ..<2:
            return Edges.amount(from: debit, to: creditor, of: user, in: world, &dice.value) ?? 1
        case ..<6: return dice.value.within(1...3_000)
        default: return amounts[dice.value.below(amounts.count)]
        }
    }

    /// Draws a stamp: mostly none, at times this person's own, or one that a console made for
    /// another transfer.
    private func stamp(for reviewed: ReviewedTransfer) -> DeviceStamp? {
        guard dice.value.percent(10) else { return ownStamp(for: reviewed) }
        return dice.value.pick(world.judge.stamps)
    }

    private func bits() -> UInt128 { UInt128(dice.value.bits()) << 64 | UInt128(dice.value.bits()) }
}
