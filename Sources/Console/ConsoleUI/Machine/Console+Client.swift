import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore
import TerminalKit

/// Answers and news of the local service.
extension Console {
    /// Takes an answer in: first what every screen shares, then the screens.
    mutating func take(_ reply: ClientReply) -> [Effect] {
        switch reply {
        case .signedIn, .openedOffline:
            if let effects = dropAbandoned(reply) ?? begin(reply) { return effects }
            // It was typed for a screen that does not come, and must not end up in a field of the form.
            typedAhead = []
            return withEvery { $0.receive(reply, &$1) }
        case .filledIn(let credentials, _):
            return fillIn(credentials, reply)
        // The line is disturbed before anybody is signed in, too.
        case .line:
            return absorb(reply)
        case .accountGone(let accountID, let failure):
            return take(gone: accountID, failure)
        default:
            // What was asked before sign-out may be answered after it; it concerns nobody any more.
            guard session != nil else { return [] }
            let effects = absorb(reply)
            guard session != nil else { return effects }
            return effects + withEvery { $0.receive(reply, &$1) }
        }
    }

    /// Gives what a demonstration fills in to the lock or to the screen on top.
    private mutating func fillIn(_ credentials: DemoCredentials?, _ reply: ClientReply) -> [Effect]
    {
        guard let credentials else { return [] }
        if lock != nil {
            lock?.take(credentials.password)
            return []
        }
        if credentials.code == nil {
            say(
                .information,
                SafeText(trusted: Sentences.nextDemoCode(seconds: credentials.waitSeconds).text),
                of: .demoCode(showsAt: time.steady.adding(seconds: credentials.waitSeconds))
            )
        }
        return withTop { $0.receive(reply, &$1) }
    }

    /// Ends what comes of a sign-in whose asker has left; nil when nobody left.
    ///
    /// Nobody is to find a session open that they did not see begin.
    private mutating func dropAbandoned(_ reply: ClientReply) -> [Effect]? {
        guard abandonedSignIns > 0 else { return nil }
        abandonedSignIns -= 1
        return switch reply {
        case .signedIn(.signedIn), .openedOffline(.opened): [.client(.signOut)]
        default: []
        }
    }

    /// Takes news in: what changed is asked for again.
    mutating func take(_ news: ClientEvent) -> [Effect] {
        guard session != nil else {
            guard case .statusChanged(let status) = news else { return [] }
            return withEvery { $0.statusChanged(status, &$1) }
        }
        switch news {
        case .recordsChanged:
            return load([.accounts, .activity, .payees]) + withEvery { $0.recordsChanged(&$1) }
        case .statusChanged(let status):
            return take(status) + withEvery { $0.statusChanged(status, &$1) }
        case .outboxChanged:
            return load([.outbox, .status])
        case .signedOut:
            leaveSession(notice: Sentences.end(session?.status?.notice), isUnasked: true)
            return []
        }
    }

    /// Asks for what every screen shares, unless that is under way.
    mutating func load(_ topics: [LoadDesk.Topic]) -> [Effect] {
        topics.compactMap { loads.ask($0) }.map { .client($0) }
    }

    /// Begins a session when the answer opens one; nil when it does not.
    private mutating func begin(_ reply: ClientReply) -> [Effect]? {
        let user: SignedInUser
        var offlineUntil: Instant?
        switch reply {
        case .signedIn(.signedIn(let signedIn)):
            user = signedIn
        case .openedOffline(.opened(let reader, let leaseEndsAt)):
            user = reader
            offlineUntil = leaseEndsAt
        default:
            return nil
        }
        let name = stack.lazy.compactMap { ($0 as? SignInScreen)?.name }.last ?? ""
        return begin(Session(user: user, name: name, offlineUntil: offlineUntil))
    }

    /// Asks for as much of the recent activity as a screen that has grown can show.
    mutating func loadActivityToFill() -> [Effect] {
        let limit = OverviewScreen.activityLimit(for: viewport)
        guard session != nil, limit > loads.activityLimit else { return [] }
        loads.activityLimit = limit
        return load([.activity])
    }

    private mutating func begin(_ newSession: Session) -> [Effect] {
        loads = LoadDesk()
        loads.activityLimit = OverviewScreen.activityLimit(for: viewport)
        // What was said last was about the session before, such as that it can only be read.
        toast = ToastSlot()
        session = newSession
        stack = [OverviewScreen()]
        lastInput = time.steady
        return load(LoadDesk.Topic.allCases) + withTop { $0.appear(&$1) }
    }

    private mutating func absorb(_ reply: ClientReply) -> [Effect] {
        switch reply {
        case .status(let status):
            return take(status) + answered(.status)
        case .accounts(let accounts):
            if isFinal(.accounts, accounts) { session?.accounts = accounts }
            return answered(.accounts)
        case .activity(let entries):
            if isFinal(.activity, entries) { session?.activity = entries }
            return answered(.activity)
        case .payees(let payees):
            if isFinal(.payees, payees) { session?.payees = payees }
            return answered(.payees)
        case .outbox(let items):
            tellDecisions(items)
            session?.outbox = items
            return answered(.outbox)
        case .unlocked(let outcome):
            take(outcome)
            return []
        case .cancelled(let key, let outcome):
            // What waits from here on is told when it is decided; the rest is told now.
            if outcome == .waiting { awaitedKeys.removeAll { $0 == key } }
            let isCopy = context.isOfflineCopy
            say(
                outcome == .cancelled ? .success : .warning,
                SafeText(trusted: Sentences.cancel(outcome, on: shownKind, inCopy: isCopy).text)
            )
            return load([.outbox, .status])
        case .transferred(let key, let outcome):
            // What waits from here on is told when it is decided; the rest was just seen.
            if case .queued = outcome { awaitedKeys.removeAll { $0 == key } }
            return load([.outbox, .accounts, .activity, .status])
        case .acknowledged:
            return load([.outbox, .accounts, .activity, .status])
        case .line(let command):
            say(.information, SafeText(trusted: Sentences.line(command).text))
            return []
        case .failed(let failure):
            return take(failure)
        default:
            return []
        }
    }

    /// Whether an answer says what is so: nothing found is no answer before the record caught up.
    private func isFinal<Row>(_ topic: LoadDesk.Topic, _ rows: [Row]) -> Bool {
        !rows.isEmpty || (session?.hasCaughtUp == true && !loads.isAskedAgain(topic))
    }

    private mutating func answered(_ topic: LoadDesk.Topic, isRead: Bool = true) -> [Effect] {
        if isRead {
            session?.unreadTopics.remove(topic)
        } else {
            session?.unreadTopics.insert(topic)
        }
        let next = loads.answered(topic)
        if topic == .accounts, next == nil { session?.awaitsFigures = false }
        return next.map { [.client($0)] } ?? []
    }

    private mutating func take(_ status: SyncStatus) -> [Effect] {
        let before = session?.status
        session?.status = status
        let catchesUp = session?.hasCaughtUp == false && status.isCaughtUp
        if catchesUp {
            session?.hasCaughtUp = true
            session?.awaitsFigures = true
        }
        guard let before else { return catchesUp ? load([.accounts, .activity, .payees]) : [] }
        let lineChanged = (before.offlineSince == nil) != (status.offlineSince == nil)
        if lineChanged { sayLine(status) }
        // Figures carry how fresh they are, so they are asked for again.
        let news = lineChanged || before.freshness != status.freshness
        return catchesUp
            ? load([.accounts, .activity, .payees]) : news ? load([.accounts]) : []
    }

    private static let bankAnswers: SafeText = "The bank answers again."

    private mutating func sayLine(_ status: SyncStatus) {
        if status.offlineSince == nil {
            say(.success, Self.bankAnswers)
        } else if showsNotes {
            if toast.current?.text == Self.bankAnswers { toast.clear() }
        } else {
            // Where the note above the figures stands, it says this already.
            let sentence = Sentences.lineWentDown(status.cause, hasRecord: status.hasRecord)
            say(.warning, SafeText(trusted: sentence.text))
        }
    }

    private mutating func take(_ outcome: UnlockOutcome) {
        switch outcome {
        case .unlocked:
            lock = nil
            lastInput = time.steady
        case .wrong:
            lock?.refuse(outcome)
        case .signedOut:
            leaveSession(notice: Sentences.unlock(outcome), isUnasked: true)
        }
    }

    /// Takes an account away that the record has no more: the screens say that it is not shown, and
    /// nobody is told of a failure, for there was none.
    private mutating func take(gone accountID: AccountID, _ failure: FailedLoad) -> [Effect] {
        guard session != nil else { return [] }
        session?.accounts?.removeAll { $0.record.accountID == accountID }
        // Whoever asked waits for an answer all the same.
        return load([.accounts, .activity]) + withEvery { $0.receive(.failed(failure), &$1) }
    }

    private mutating func take(_ failure: FailedLoad) -> [Effect] {
        say(.error, SafeText(trusted: Sentences.failed(failure, for: context.words).text))
        switch failure {
        case .accounts:
            if session?.accounts == nil { session?.accounts = [] }
            return answered(.accounts, isRead: false)
        case .activity:
            if session?.activity == nil { session?.activity = [] }
            return answered(.activity, isRead: false)
        case .payees:
            if session?.payees == nil { session?.payees = [] }
            return answered(.payees, isRead: false)
        case .outbox:
            if session?.outbox == nil { session?.outbox = [] }
            return answered(.outbox, isRead: false)
        case .cancel(let key):
            // Nobody is told of it by an answer any more.
            awaitedKeys.removeAll { $0 == key }
            return []
        default:
            return []
        }
    }

    /// Says in one sentence what became of transfers that were waiting; whoever sent one may be
    /// elsewhere by now.
    private mutating func tellDecisions(_ items: [OutboxItem]) {
        guard let known = session?.outbox else { return }
        var counts = DecisionCounts()
        // Decisions come one after another, and a message has room for all or for the last. Read out,
        // those before were heard.
        if !viewport.isSpoken, toast.current != nil, case .decisions(let told)? = toastBasis {
            counts = told
        }
        let toldCount = counts.total
        for item in items {
            guard case .decided = item.state else { continue }
            guard let before = known.first(where: { $0.intentKey == item.intentKey }) else {
                continue
            }
            if case .decided = before.state { continue }
            // Somebody is waiting for this one on a screen, which says it.
            if awaitedKeys.contains(item.intentKey) { continue }
            if (top as? TransferScreen)?.follows(item.intentKey) == true { continue }
            counts.add(TransferStage(item))
        }
        guard counts.total > toldCount else { return }
        let sentence = Sentences.waitingDecided(counts, on: shownKind)
        say(counts.kind, SafeText(trusted: sentence.text), of: .decisions(counts))
    }
}

extension SyncStatus {
    /// Whether the record is as the bank has it, or nobody can know.
    fileprivate var isCaughtUp: Bool {
        switch (link, freshness) {
        case (.down, _), (.up, .live), (.up, .unverified): true
        // Who is turned away is not told more.
        case (.up, .cached): notice == .upgradeNeeded
        }
    }
}

extension OutboxItem {
    /// What names the transfer for ever.
    var intentKey: IntentKey { reviewed.intentKey }
}
