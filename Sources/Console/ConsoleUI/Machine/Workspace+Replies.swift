import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// Handling of replies and news from the client service.
extension Workspace {
    /// Handles a reply: first the state shared by all screens, then the screens.
    mutating func receive(_ reply: ClientReply) -> [Effect] {
        switch reply {
        case .signedIn, .openedOffline:
            if let effects = dropAbandoned(reply) ?? begin(reply) { return effects }
            // The keys were typed for a screen that does not open, and must not end up in a field
            // of the form.
            typedAhead = []
            return withEvery { $0.receive(reply, &$1) }
        case .filledIn(let credentials, _):
            return fillIn(credentials, reply)
        // In a demo the link can be disturbed before sign-in too.
        case .line:
            return absorb(reply)
        case .query(let answer) where answer.goneAccount != nil:
            return remove(answer.goneAccount, reply)
        default:
            // A reply to a request from before sign-out is dropped.
            guard session != nil else { return [] }
            let effects = absorb(reply)
            guard session != nil else { return effects }
            return effects + withEvery { $0.receive(reply, &$1) }
        }
    }

    /// Passes a demo's credentials to the lock or to the top screen.
    private mutating func fillIn(_ credentials: DemoCredentials?, _ reply: ClientReply) -> [Effect]
    {
        guard let credentials else { return [] }
        if lock != nil {
            lock?.enter(credentials.password)
            return []
        }
        if credentials.code == nil {
            let seconds = credentials.waitSeconds
            let basis = ToastBasis.demoCode(showsAt: time.steady.adding(seconds: seconds))
            say(.information, StatusSentences.nextDemoCode(seconds: seconds), of: basis)
        }
        return withTop { $0.receive(reply, &$1) }
    }

    /// Signs out again if the reply is to a sign-in that the user has abandoned; nil otherwise.
    ///
    /// A user must never find an open session that they did not start.
    private mutating func dropAbandoned(_ reply: ClientReply) -> [Effect]? {
        guard abandonedSignIns > 0 else { return nil }
        abandonedSignIns -= 1
        return switch reply {
        case .signedIn(.signedIn), .openedOffline(.opened): [.client(.signOut)]
        default: []
        }
    }

    /// Handles news by requesting what changed.
    mutating func receive(_ news: ClientEvent) -> [Effect] {
        guard session != nil else {
            guard case .statusChanged(let status) = news else { return [] }
            return withEvery { $0.statusChanged(status, &$1) }
        }
        switch news {
        case .recordsChanged:
            return load([.accounts, .activity, .payees]) + withEvery { $0.recordsChanged(&$1) }
        case .statusChanged(let status):
            return apply(status) + withEvery { $0.statusChanged(status, &$1) }
        case .outboxChanged:
            return load([.outbox, .status])
        case .signedOut:
            leaveSession(notice: StatusSentences.end(session?.status?.notice), isUnasked: true)
            return []
        }
    }

    /// Requests shared data, unless the request is pending already.
    mutating func load(_ topics: [PendingLoads.Topic]) -> [Effect] {
        topics.compactMap { loads.ask($0) }.map { .client($0) }
    }

    /// Starts a session if the reply opens one; nil if it does not.
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

    /// Requests more of the recent activity if the screen has grown.
    mutating func loadActivityToFill() -> [Effect] {
        let limit = OverviewScreen.activityLimit(for: viewport)
        guard session != nil, limit > loads.activityLimit else { return [] }
        loads.activityLimit = limit
        return load([.activity])
    }

    private mutating func begin(_ newSession: Session) -> [Effect] {
        loads = PendingLoads()
        loads.activityLimit = OverviewScreen.activityLimit(for: viewport)
        // The last message belongs to the previous session, such as that it is read-only.
        message = MessageSlot()
        session = newSession
        stack = [OverviewScreen()]
        lastInput = time.steady
        return load(PendingLoads.Topic.allCases) + withTop { $0.appear(&$1) }
    }

    private mutating func absorb(_ reply: ClientReply) -> [Effect] {
        switch reply {
        case .status(let status):
            return apply(status) + answered(.status)
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
            apply(outcome)
            return []
        case .cancelled(let key, let outcome):
            // A pending cancellation is announced when it is decided, any other outcome now.
            if outcome == .waiting { awaitedKeys.removeAll { $0 == key } }
            let isCopy = context.isOfflineCopy
            say(
                outcome == .cancelled ? .success : .warning,
                StatusSentences.cancel(outcome, on: shown.kind, inCopy: isCopy)
            )
            return load([.outbox, .status])
        case .transferred(let key, let outcome):
            // A pending transfer is announced when it is decided. Any other outcome is on the
            // screen.
            if case .queued = outcome { awaitedKeys.removeAll { $0 == key } }
            return load([.outbox, .accounts, .activity, .status])
        case .acknowledged:
            return load([.outbox, .accounts, .activity, .status])
        case .line(let command):
            say(.information, Sentences.line(command))
            return []
        case .query(let answer):
            guard answer.isUnreadable else { return [] }
            let sentence = Sentences.unreadable(type(of: answer.query), for: context.words)
            say(.error, sentence)
            return []
        case .failed(let failure):
            return apply(failure)
        default:
            return []
        }
    }

    /// Returns true if the rows are final; an empty result is not before the record has caught up.
    private func isFinal<Row>(_ topic: PendingLoads.Topic, _ rows: [Row]) -> Bool {
        !rows.isEmpty || (session?.hasCaughtUp == true && !loads.isAskedAgain(topic))
    }

    private mutating func answered(_ topic: PendingLoads.Topic, isRead: Bool = true) -> [Effect] {
        if isRead {
            session?.unreadTopics.remove(topic)
        } else {
            session?.unreadTopics.insert(topic)
        }
        let next = loads.answered(topic)
        if topic == .accounts, next == nil { session?.awaitsFigures = false }
        return next.map { [.client($0)] } ?? []
    }

    private mutating func apply(_ status: SyncStatus) -> [Effect] {
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
        // Figures include their freshness, so they are requested again.
        let news = lineChanged || before.freshness != status.freshness
        return catchesUp
            ? load([.accounts, .activity, .payees]) : news ? load([.accounts]) : []
    }

    private static let bankAnswers: SafeText = "The bank answers again."

    private mutating func sayLine(_ status: SyncStatus) {
        if status.offlineSince == nil {
            say(.success, Self.bankAnswers)
        } else if showsNotes {
            if message.current?.text == Self.bankAnswers { message.clear() }
        } else {
            // The note above the figures, if visible, already says this.
            let sentence = StatusSentences.lineWentDown(status.cause, hasRecord: status.hasRecord)
            say(.warning, sentence)
        }
    }

    private mutating func apply(_ outcome: UnlockOutcome) {
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

    /// Removes an account that is no longer in the record.
    ///
    /// The screens report that it is not shown. It is no failure and is not reported as one.
    private mutating func remove(_ accountID: AccountID?, _ reply: ClientReply) -> [Effect] {
        guard session != nil else { return [] }
        session?.accounts?.removeAll { $0.record.accountID == accountID }
        // The requester still waits for an answer.
        return load([.accounts, .activity]) + withEvery { $0.receive(reply, &$1) }
    }

    private mutating func apply(_ failure: FailedLoad) -> [Effect] {
        say(.error, Sentences.failed(failure))
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
            // No reply will report it any more.
            awaitedKeys.removeAll { $0 == key }
            return []
        default:
            return []
        }
    }

    /// Announces in one sentence the decisions on transfers that were waiting.
    ///
    /// The user may be on another screen by now.
    private mutating func tellDecisions(_ items: [OutboxItem]) {
        guard let known = session?.outbox else { return }
        var counts = DecisionCounts()
        // Decisions arrive one by one, and a message has room for all of them or only the last. In
        // linear mode the earlier ones were heard.
        if !viewport.isSpoken, message.current != nil, case .decisions(let told)? = message.basis {
            counts = told
        }
        let toldCount = counts.total
        for item in items {
            guard case .decided = item.state else { continue }
            guard let before = known.first(where: { $0.intentKey == item.intentKey }) else {
                continue
            }
            if case .decided = before.state { continue }
            // A screen is waiting for this one and reports it itself.
            if awaitedKeys.contains(item.intentKey) { continue }
            if (top as? TransferScreen)?.follows(item.intentKey) == true { continue }
            counts.add(TransferStage(item))
        }
        guard counts.total > toldCount else { return }
        let sentence = StatusSentences.waitingDecided(counts, on: shown.kind)
        say(counts.kind, sentence, of: .decisions(counts))
    }
}
