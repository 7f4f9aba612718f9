/// The ports on which a server listens.
package struct BoundAddresses: Hashable, Sendable {
    /// The port of the API.
    package var port: Int
    /// The port of health and metrics; nil if they are not served over TCP.
    package var adminPort: Int?
}

/// A listener that a server may have.
enum Listener: Hashable, Sendable, CaseIterable {
    case api
    case admin
    case socket
}

extension ServerSettings {
    var expectedListeners: Set<Listener> {
        var listeners: Set<Listener> = [.api]
        if adminAddress != nil { listeners.insert(.admin) }
        if socketPath != nil { listeners.insert(.socket) }
        return listeners
    }
}

/// Collects the ports of the listeners; readers wait until they are known.
actor AddressBoard {
    private var ports: [Listener: Int?] = [:]
    private var failure: (any Error)?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    func note(_ listener: Listener, port: Int?) {
        ports.updateValue(port, forKey: listener)
        wake()
    }

    /// Ends the collection, because no more ports will be noted.
    func close(_ error: (any Error)?) {
        failure = error ?? CancellationError()
        wake()
    }

    /// Returns the ports of some listeners, once all of them are known.
    func all(_ listeners: Set<Listener>) async throws -> BoundAddresses {
        while !listeners.isSubset(of: ports.keys) {
            if let failure { throw failure }
            await withCheckedContinuation { waiters.append($0) }
        }
        return BoundAddresses(port: (ports[.api] ?? nil) ?? 0, adminPort: ports[.admin] ?? nil)
    }

    private func wake() {
        let waiting = waiters
        waiters = []
        for waiter in waiting { waiter.resume() }
    }
}
