/// Which questions to the local record are under way, so that news does not pile them up.
///
/// While an answer is on its way, asking again only remembers to ask once more when it is there.
struct LoadDesk: Sendable {
    /// What every screen shares and asks for as a whole.
    enum Topic: Hashable, Sendable, CaseIterable {
        case status, accounts, activity, payees, outbox
    }

    /// The newest entries to ask for: as many as the screen could show.
    var activityLimit = OverviewScreen.leastActivityLimit
    private var underWay: Set<Topic> = []
    private var again: Set<Topic> = []

    /// Asks; nil when the question is under way.
    mutating func ask(_ topic: Topic) -> ClientEffect? {
        guard underWay.insert(topic).inserted else {
            again.insert(topic)
            return nil
        }
        return effect(topic)
    }

    /// Whether the answer is on its way.
    func isUnderWay(_ topic: Topic) -> Bool {
        underWay.contains(topic)
    }

    /// Whether the question will be asked again, so that the answer under way is an old one.
    func isAskedAgain(_ topic: Topic) -> Bool {
        again.contains(topic)
    }

    /// Takes note of an answer; the question again when it was asked meanwhile.
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
