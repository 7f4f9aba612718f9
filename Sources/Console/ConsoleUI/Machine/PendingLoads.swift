/// Tracks pending requests to the local record, so that news does not accumulate requests.
///
/// A request for a topic that is pending is remembered, and sent once after the answer.
struct PendingLoads: Sendable {
    /// Data that all screens share and that is requested as a whole.
    enum Topic: Hashable, Sendable, CaseIterable {
        case status, accounts, activity, payees, outbox
    }

    /// Number of newest entries to request: as many as the screen could show.
    var activityLimit = OverviewScreen.leastActivityLimit
    private var underWay: Set<Topic> = []
    private var again: Set<Topic> = []

    /// Returns the request for a topic; nil if one is pending.
    mutating func ask(_ topic: Topic) -> ClientEffect? {
        guard underWay.insert(topic).inserted else {
            again.insert(topic)
            return nil
        }
        return effect(topic)
    }

    /// Returns true if a request for the topic is pending.
    func isUnderWay(_ topic: Topic) -> Bool {
        underWay.contains(topic)
    }

    /// True if any request is pending.
    var isAnyUnderWay: Bool { !underWay.isEmpty }

    /// Returns true if the topic will be requested again, so that the pending answer is outdated.
    func isAskedAgain(_ topic: Topic) -> Bool {
        again.contains(topic)
    }

    /// Records an answer, and returns a new request if one came meanwhile; nil otherwise.
    mutating func answered(_ topic: Topic) -> ClientEffect? {
        underWay.remove(topic)
        guard again.remove(topic) != nil else { return nil }
        return ask(topic)
    }

    private func effect(_ topic: Topic) -> ClientEffect {
        switch topic {
        case .status: .status
        case .accounts: .accounts
        case .activity: .activity(limit: activityLimit)
        case .payees: .payees
        case .outbox: .outbox
        }
    }
}
