import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerCore
import LedgerService
import MoneyCore
import SyncCore
import WireProtocol

/// Rules for transfers of customers and staff.
struct TransferRules: ActRules {
    /// Maximum number of Unicode scalars in a reference.
    private static let referenceLimit = 140
    /// Maximum number of days by which the value date may lie ahead.
    private static let daysAhead = 31
    /// Maximum time between the review of a transfer and its code, in seconds.
    private static let reviewSeconds: Int64 = 15 * 60

    let foresight: Foresight

    func submit(_ request: SubmitIntentRequest, _ token: [UInt8]?) -> [Move] {
        foresight.admitted(token) { who in
            guard let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed),
                reviewed.intentKey == request.key,
                Currency(code: reviewed.currencyCode) != nil,
                reviewed.reference.unicodeScalars.count <= Self.referenceLimit,
                !reviewed.reference.unicodeScalars.contains(where: Self.isUnseen)
            else { return [.problem(.malformed)] }
            guard who.person.role.movesMoney else { return [.problem(.notAllowed)] }
            return [decide(request, reviewed, who)]
        } + malformedWithoutSession(request)
    }

    /// Returns true for an invisible character; no name here uses a script that needs joiners.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        let unseen: [Unicode.GeneralCategory] = [
            .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
        ]
        let properties = scalar.properties
        return unseen.contains(properties.generalCategory)
            || properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
    }

    /// Refuses a malformed request before the books are read.
    private func malformedWithoutSession(_ request: SubmitIntentRequest) -> [Move] {
        let reviewed = try? ReviewedTransfer(canonicalBytes: request.reviewed)
        let isReadable = reviewed.map {
            $0.intentKey == request.key && Currency(code: $0.currencyCode) != nil
        }
        return isReadable == true ? [] : [Move.problem(.malformed)]
    }

    private func decide(
        _ request: SubmitIntentRequest,
        _ reviewed: ReviewedTransfer,
        _ who: Foresight.Who
    ) -> Move {
        var after = state
        guard
            var facts = after.countTransfer(
                of: who.user,
                from: reviewed.debitAccountID,
                sizes.rates,
                at: now
            )
        else { return Move(answer: .slowDown) }
        let key = reviewed.intentKey
        if let known = state.intents[key] {
            return repeated(known, request, reviewed, who, after, facts)
        }
        let rules = AuthorisationRules(foresight: foresight)
        switch rules.proof(of: request, reviewed, who.user, who.person) {
        case .refused(let refusal, let isCounted):
            if isCounted {
                after.people[who.user]?.tries.fail(at: now)
                facts.append(.tries(who.user, after.people[who.user]?.tries ?? Fact.Tries()))
            }
            facts.append(
                foresight.audited(.authorisationRefused, .refused, by: who.user, of: key.rawValue)
            )
            return Move(facts: facts, after: after, answer: .intent(.notAuthorised(refusal)))
        case .given(let step):
            after.people[who.user]?.spentSteps.insert(step)
            facts.append(.stepSpent(who.user, step))
            if who.person.tries.failures > 0 {
                let tries = Fact.Tries(countedAt: now)
                after.people[who.user]?.tries = tries
                facts.append(.tries(who.user, tries))
            }
            let (outcome, posted) = outcome(reviewed, step, who, &after)
            facts += posted
            let decision = IntentDecision(key: reviewed.intentKey, outcome: outcome, decidedAt: now)
            facts += after.decide(decision, who.user, request.sessionID, request.reviewed)
            let result: AuditRow.Result = decision.isPosted ? .done : .refused
            facts.append(foresight.audited(.intentDecided, result, by: who.user, of: key.rawValue))
            facts += stamped(request.stamp, reviewed, who.user, &after)
            return Move(facts: facts, after: after, answer: .intent(.created(decision)))
        }
    }

    /// Repeats the decision on a key; another body is refused with the field that differs.
    private func repeated(
        _ known: ModelState.Intent,
        _ request: SubmitIntentRequest,
        _ reviewed: ReviewedTransfer,
        _ who: Foresight.Who,
        _ after: ModelState,
        _ counted: [Fact]
    ) -> Move {
        var (after, facts) = (after, counted)
        var different: String?
        if known.user != who.user {
            different = "user"
        } else if known.reviewed.isEmpty {
            // The key was cancelled before its transfer came. The stamp of the transfer counts from
            // now on.
            facts += stamped(request.stamp, reviewed, who.user, &after)
        } else if known.reviewed != request.reviewed,
            let first = try? ReviewedTransfer(canonicalBytes: known.reviewed)
        {
            different = Self.difference(of: reviewed, from: first)
        }
        guard let different else {
            return Move(facts: facts, after: after, answer: .intent(.exists(known.decision)))
        }
        let key = reviewed.intentKey.rawValue
        facts.append(foresight.audited(.intentMismatched, .refused, by: who.user, of: key))
        let answer = ModelAnswer.intent(.existsWithDifferent(field: different))
        return Move(facts: facts, after: after, answer: answer)
    }

    private static func difference(
        of now: ReviewedTransfer,
        from first: ReviewedTransfer
    ) -> String {
        let fields: [(String, Bool)] = [
            ("debit-account", now.debitAccountID == first.debitAccountID),
            ("creditor-account", now.creditorAccountID == first.creditorAccountID),
            ("payee-name", Array(now.payeeName.utf8) == Array(first.payeeName.utf8)),
            ("amount", now.amountMinorUnits == first.amountMinorUnits),
            ("fee", now.feeMinorUnits == first.feeMinorUnits),
            ("currency", now.currencyCode == first.currencyCode),
            ("value-date", now.valueDate == first.valueDate),
        ]
        return fields.first { !$0.1 }?.0 ?? "reference"
    }

    /// Checks access, payee and terms, and then posts to the ledger.
    private func outcome(
        _ reviewed: ReviewedTransfer,
        _ step: Int64,
        _ who: Foresight.Who,
        _ after: inout ModelState
    ) -> (IntentDecision.Outcome, [Fact]) {
        if let refusal = refusal(of: reviewed, step, who) {
            return (.refused(code: refusal.rawValue), [])
        }
        guard let currency = Currency(code: reviewed.currencyCode),
            let debtor = state.ledger.accounts[reviewed.debitAccountID]
        else { return (.refused(code: RefusalCode.accessDenied.rawValue), []) }
        // No journal identifier of the bank means that the refusal was not written. Any identifier
        // will do then.
        let journal = names.journal ?? JournalID(rawValue: 1)
        let transfer = Transfer(
            id: names.transfer ?? TransferID(rawValue: 1),
            debitAccountID: reviewed.debitAccountID,
            creditAccountID: reviewed.creditorAccountID,
            amount: Money(minorUnits: reviewed.amountMinorUnits, currency: currency),
            code: TransferCode.internalTransfer.rawValue,
            valueDate: reviewed.valueDate,
            eventAt: now
        )
        let narrative = Narrative(
            shownToDebtor: reviewed.payeeName,
            shownToCreditor: debtor.holder,
            reference: reviewed.reference
        )
        let posting = Posting(
            journal: Journal(id: journal, transfers: [transfer]),
            narratives: [narrative]
        )
        let maker = who.person.role == .customer ? nil : who.user
        let (refused, facts) = after.ledger.post(posting, maker: maker, at: now)
        guard let refused else {
            let used = use(transfer.amount, who, &after)
            return (.posted(journal), facts + used + after.ledger.moved(by: facts))
        }
        return (.refused(code: refused.rejection.rawValue), facts)
    }

    private func refusal(
        of reviewed: ReviewedTransfer,
        _ step: Int64,
        _ who: Foresight.Who
    ) -> RefusalCode? {
        let person = who.person
        let creditor = reviewed.creditorAccountID
        guard person.grants[reviewed.debitAccountID] == .operate else { return .accessDenied }
        let holder = person.grants[creditor].map { _ in state.ledger.accounts[creditor]?.holder }
        let payee = person.payees[creditor].flatMap { $0.isRemoved ? nil : $0.name }
        guard let name = holder ?? payee else { return .payeeUnknown }
        if Array(name.utf8) != Array(reviewed.payeeName.utf8) { return .payeeChanged }
        if reviewed.feeMinorUnits != 0 { return .feeChanged }
        // The code of the next step counts as shown now.
        let shownAt = min(Codes.start(of: step), now)
        let day = ZoneOffset.india.date(of: shownAt).dayNumber
        let earliest = ZoneOffset.india.date(of: shownAt.adding(seconds: -Self.reviewSeconds))
        if reviewed.valueDate.dayNumber < earliest.dayNumber { return .valueDatePast }
        if reviewed.valueDate.dayNumber > day + Int32(Self.daysAhead) { return .valueDateTooFar }
        let limit = Town.transferLimit
        if reviewed.currencyCode == limit.currency.code,
            reviewed.amountMinorUnits > limit.minorUnits
        {
            return .overTransferLimit
        }
        return isOverDayLimit(reviewed, who) ? .overDayLimit : nil
    }

    // MARK: The limit of a day

    /// Returns true if the amount exceeds what the role may still move on this day of the bank.
    private func isOverDayLimit(_ reviewed: ReviewedTransfer, _ who: Foresight.Who) -> Bool {
        guard let currency = Currency(code: reviewed.currencyCode),
            let limit = sizes.days[who.person.role, currency]
        else { return false }
        let used = state.moved[allowance(currency, who)] ?? 0
        let (sum, isOver) = used.addingReportingOverflow(reviewed.amountMinorUnits)
        return isOver || sum > limit.minorUnits
    }

    /// Adds an amount to the day's total, which is written if there is a limit.
    private func use(_ amount: Money, _ who: Foresight.Who, _ after: inout ModelState) -> [Fact] {
        guard sizes.days[who.person.role, amount.currency] != nil else { return [] }
        let key = allowance(amount.currency, who)
        let sum = (after.moved[key] ?? 0) + amount.minorUnits
        after.moved[key] = sum
        return [.allowance(key.user, key.day, Money(minorUnits: sum, currency: key.currency))]
    }

    private func allowance(_ currency: Currency, _ who: Foresight.Who) -> ModelState.Allowance {
        let today = ZoneOffset.india.date(of: now)
        return ModelState.Allowance(user: who.user, day: today, currency: currency)
    }

    // MARK: Taking back

    func cancel(_ key: IntentKey, _ who: Foresight.Who) -> Move {
        if let known = state.intents[key] {
            let isOwn = known.user == who.user
            return .intent(isOwn ? .exists(known.decision) : .existsWithDifferent(field: "user"))
        }
        var after = state
        let budget = LimitKey(.transfersOfUser, of: who.user.rawValue)
        guard var facts = after.count(budget, sizes.rates[.transfersOfUser], at: now) else {
            return Move(answer: .slowDown)
        }
        let decision = IntentDecision(
            key: key,
            outcome: .refused(code: RefusalCode.cancelled.rawValue),
            decidedAt: now
        )
        facts += after.decide(decision, who.user, who.session, [])
        facts.append(foresight.audited(.intentCancelled, by: who.user, of: key.rawValue))
        return Move(facts: facts, after: after, answer: .intent(.created(decision)))
    }

    // MARK: Stamps

    /// Returns the facts from the stamp of a decided key.
    ///
    /// The audit log notes a stamp that its console did not sign, whose number was used before, or
    /// that names another predecessor than the known one.
    private func stamped(
        _ stamp: DeviceStamp?,
        _ reviewed: ReviewedTransfer,
        _ user: UserID,
        _ after: inout ModelState
    ) -> [Fact] {
        let key = reviewed.intentKey
        guard let stamp, !after.stamped.contains(key) else { return [] }
        let device = ModelState.Device(user: user, id: stamp.deviceID)
        guard after.devices.contains(device) else { return [] }
        let digest = reviewed.digest
        guard foresight.given.stamps.contains(Given.StampMade(stamp: stamp, digest: digest)) else {
            return [foresight.audited(.deviceSequenceBroken, .refused, by: user, of: key.rawValue)]
        }
        var hashes = after.stampHashes[device] ?? [:]
        let before = stamp.sequence == 1 ? Digest256.zero : hashes[stamp.sequence - 1]
        let isTwice = hashes[stamp.sequence] != nil
        hashes[stamp.sequence] = stamp.hash(for: digest)
        after.stampHashes[device] = hashes
        after.stamped.insert(key)
        let facts: [Fact] = [.stamp(key, stamp.deviceID, stamp.sequence)]
        guard isTwice || stamp.previous != before ?? stamp.previous else { return facts }
        return facts + [foresight.audited(.deviceSequenceBroken, by: user, of: key.rawValue)]
    }
}

extension ModelState {
    mutating func decide(
        _ decision: IntentDecision,
        _ user: UserID,
        _ session: SessionID,
        _ reviewed: [UInt8]
    ) -> [Fact] {
        intents[decision.key] = Intent(user: user, reviewed: reviewed, decision: decision)
        return [.intent(decision, user, session, reviewed: reviewed), .told(decision, user)]
    }

    /// Counts a transfer for its user, and for its account if the user may operate it.
    mutating func countTransfer(
        of user: UserID,
        from account: AccountID,
        _ limits: RateLimits,
        at now: Instant
    ) -> [Fact]? {
        let ofUser = LimitKey(.transfersOfUser, of: user.rawValue)
        guard var facts = count(ofUser, limits[.transfersOfUser], at: now) else { return nil }
        guard people[user]?.grants[account] == .operate else { return facts }
        let ofAccount = LimitKey(.transfersOfAccount, of: account.rawValue)
        guard let more = count(ofAccount, limits[.transfersOfAccount], at: now) else { return nil }
        facts += more
        return facts
    }
}
