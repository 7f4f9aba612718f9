// Goal: a terminal's certificate and its key belong together, whoever else issues some.
// Method: the lock of another command, and renewals at once.

import BankTestKit
import Certificates
import CoreVocabulary
import LedgerService
import Testing

@testable import BankDaemon
import LocalFiles

@Suite("Certificates of terminals, issued at once")
struct TerminalIssuingTests {
    private func place() async throws -> TestPlace {
        let place = try TestPlace()
        try await place.make()
        return place
    }

    private func isPair(_ name: DeviceName, _ tls: TLSFolder) throws -> Bool {
        try tls.key(tls.deviceKeyPath(name)).fits(try tls.certificate(tls.devicePath(name)))
    }

    // Symptom: two `keys device NAME --renew` at once left a certificate and a key that do not belong
    // together, and both reported success. Cause: both wrote beside them under the same names.
    @Test("a command beside another one that issues is told to wait, and makes nothing")
    func locked() async throws {
        let place = try await place()
        let tls = place.folder.tls
        let name = try #require(DeviceName("branch-1"))
        let other = try #require(DeviceName("till-2"))
        let maker = TerminalMaker(place.folder, clock: place.clock)
        let pem = try PrivateFile.read(tls.devicePath(name), byteLimit: TLSFolder.fileByteLimit)
        let lock = try #require(try PrivateFile.lock(folder: tls.devicesPath))
        for (device, isRenewal) in [(name, true), (other, false)] {
            let error = try await failure {
                _ = try await maker.issue(device, isRenewal: isRenewal)
            }
            #expect(error.status == .tryLater)
            #expect(error.description.hasPrefix("Another command is making a certificate in "))
        }
        let after = try PrivateFile.read(tls.devicePath(name), byteLimit: TLSFolder.fileByteLimit)
        #expect(after == pem)
        #expect(!PrivateFile.exists(tls.devicePath(other)))
        #expect(place.folder.leftovers.isEmpty)
        lock.release()
        _ = try await maker.issue(name, isRenewal: true)
        _ = try await maker.issue(other, isRenewal: false)
        #expect(try isPair(name, tls))
        #expect(try isPair(other, tls))
    }

    @Test("of renewals at once each has made its own or says that it made none, and a pair is left")
    func atOnce() async throws {
        let place = try await place()
        let name = try #require(DeviceName("branch-1"))
        let maker = TerminalMaker(place.folder, clock: place.clock)
        let statuses = await withTaskGroup(of: DaemonError.Status?.self) { group in
            for _ in 0..<8 { group.addTask { await Self.renewal(name, maker) } }
            return await group.reduce(into: [DaemonError.Status?]()) { $0.append($1) }
        }
        #expect(statuses.contains(nil))
        let strange = statuses.compactMap(\.self).filter { $0 != .tryLater }
        #expect(strange.isEmpty)
        #expect(try isPair(name, place.folder.tls))
        #expect(place.folder.leftovers.isEmpty)
    }

    /// The status that a renewal ended with; nil for one that was made.
    private static func renewal(
        _ name: DeviceName,
        _ maker: TerminalMaker
    ) async -> DaemonError.Status? {
        do {
            _ = try await maker.issue(name, isRenewal: true)
            return nil
        } catch {
            return DaemonError(of: error).status
        }
    }
}
