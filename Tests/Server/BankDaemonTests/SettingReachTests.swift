// Goal: a setting reaches what it is about, within what holds whatever is set.
// Method: settings in the environment, and what the bank and its books are opened with.

import LedgerService
import LedgerStoreSQLite
import Testing

@testable import BankDaemon

@Suite("What settings reach")
struct SettingReachTests {
    /// Connections, and streams in all and of an address: as they are set, and what they come to.
    struct Share: Sendable, CustomTestStringConvertible {
        var connections: Int
        var set: (ofBank: Int, ofAddress: Int)
        var held: (ofBank: Int, ofAddress: Int)

        var testDescription: String { "\(connections), \(set)" }
    }

    @Test(
        "whatever is set, a quarter of the connections is left for requests that end soon",
        arguments: [
            Share(connections: 1_024, set: (768, 384), held: (768, 384)),
            Share(connections: 1_024, set: (1_024, 65_536), held: (768, 768)),
            Share(connections: 4, set: (65_536, 65_536), held: (3, 3)),
            Share(connections: 8, set: (5, 7), held: (5, 6)),
            Share(connections: 65_536, set: (65_536, 1), held: (49_152, 1)),
        ]
    )
    func waits(share: Share) throws {
        let settings = try TestPlace().settings([
            "COUNTERFOILD_LIMITS_CONNECTIONS": "\(share.connections)",
            "COUNTERFOILD_LIMITS_STREAMS": "\(share.set.ofBank)",
            "COUNTERFOILD_LIMITS_STREAMS_OF_ADDRESS": "\(share.set.ofAddress)",
        ])
        let waits = BankConfiguration(settings).waits
        #expect(waits.ofBank == share.held.ofBank)
        #expect(waits.ofPeer == share.held.ofAddress)
    }

    @Test("without settings the waits are those of a bank of the usual size")
    func usualWaits() throws {
        let waits = BankConfiguration(try TestPlace().settings()).waits
        let usual = WaitLimits()
        #expect(waits.ofBank == usual.ofBank && waits.ofPeer == usual.ofPeer)
        #expect(waits.ofUser == usual.ofUser && waits.ofSession == usual.ofSession)
    }

    // Symptom: a listener's own limits and the settings had each their numbers, and a stop waited 10 s
    // by the one and 20 s by the other. Cause: both were written down. LedgerHTTPTests has the rest.
    @Test("without settings the connections are those of a bank of the usual size")
    func usualConnections() throws {
        let settings = try TestPlace().settings()
        #expect(settings.integer(.limitConnections) == StandardConnections.count)
        #expect(settings.integer(.limitAddressConnections) == StandardConnections.countOfPeer)
        #expect(settings.integer(.limitUserConnections) == StandardConnections.countOfUser)
        #expect(settings.integer(.limitSessionConnections) == StandardConnections.countOfSession)
        #expect(settings.integer(.stopSeconds) == StandardConnections.drainSeconds)
    }

    // Symptom: a bank with a million accounts posted a third of what one with a thousand did.
    // Cause: the pages of the books had 1.5 MiB, as in a demo, and nothing could be set.
    @Test(
        "all of books.cache_mebibytes is for pages of the books, half of it for what is written",
        arguments: [4, 256, 65_536]
    )
    func cache(mebibytes: Int) throws {
        let settings = try TestPlace().settings([
            "COUNTERFOILD_BOOKS_CACHE_MEBIBYTES": "\(mebibytes)"
        ])
        let options = LedgerStoreSQLite.Options(settings)
        #expect(options.writerCacheKibibytes == mebibytes * 512)
        let readers = options.readerCount * options.readerCacheKibibytes
        // What does not divide among the readers stays.
        let rest = mebibytes * 1_024 - options.writerCacheKibibytes - readers
        #expect((0..<options.readerCount).contains(rest))
    }

    @Test("without settings a server's books have far more memory than a demo's")
    func usualCache() throws {
        let options = LedgerStoreSQLite.Options(try TestPlace().settings())
        let demo = LedgerStoreSQLite.Options()
        let usual = LedgerStoreSQLite.Options.standardCacheMebibytes
        #expect(Setting.booksCache.standardNumber == usual)
        #expect(options.writerCacheKibibytes == usual * 512)
        #expect(options.writerCacheKibibytes >= 64 * demo.writerCacheKibibytes)
        #expect(options.readerCacheKibibytes >= 64 * demo.readerCacheKibibytes)
        #expect(options.checkpointKibibytes > demo.checkpointKibibytes)
    }
}
