import CoreVocabulary
import LedgerService
import SyncCore

extension PeopleTables {
    /// Applies a change of these tables.
    mutating func apply(_ change: BooksChange) {
        switch change {
        case .userAdded(let user):
            userPlaces[user.id] = users.count
            userNames[Array(user.name.utf8)] = user.id
            users.append(user)
        case .triesCounted(let key, _, let new): tries[key] = new
        case .placesSeen(let userID, _, let new): places[userID] = new
        case .sessionOpened(let session):
            sessions[session.id] = session
            sessionTokens.insert(session.tokenHash)
        case .sessionEnded(let id, let ending): sessionEnds[id] = ending
        case .stepUsed(let step, let userID):
            let place = usedSteps[userID, default: []].partitionPlace { $0 < step }
            usedSteps[userID, default: []].insert(step, at: place)
        case .allowanceUsed(let key, _, let new): allowances[key] = new
        case .intentDecided(let intent): intents[intent.decision.key] = intent
        case .lineAudited(let line): audit.append(line)
        default: invariantBroken("a change is done to the tables that it is about")
        }
    }

    /// Undoes the last change of these tables.
    mutating func revert(_ change: BooksChange) {
        switch change {
        case .userAdded(let user):
            userPlaces[user.id] = nil
            userNames[Array(user.name.utf8)] = nil
            users.removeLast()
        case .triesCounted(let key, let old, _): tries[key] = old
        case .placesSeen(let userID, let old, _): places[userID] = old
        case .sessionOpened(let session):
            sessions[session.id] = nil
            sessionTokens.remove(session.tokenHash)
        case .sessionEnded(let id, _): sessionEnds[id] = nil
        case .stepUsed(let step, let userID): usedSteps[userID]?.removeAll { $0 == step }
        case .allowanceUsed(let key, let old, _): allowances[key] = old
        case .intentDecided(let intent): intents[intent.decision.key] = nil
        case .lineAudited: audit.removeLast()
        default: invariantBroken("a change is taken back from the tables that it is about")
        }
    }

    /// Ends every open try, as a restart does; each stays counted as a failure.
    mutating func endOpenTries() {
        tries = tries.mapValues { record in
            var kept = record
            kept.openTryCount = 0
            return kept
        }
    }
}
