// Goal: every setting has one name, one rule and one default, and every mistake a sentence that
// says where it is and what is allowed.
// Method: files and environments, good and bad.

import Certificates
import CoreVocabulary
import IdentityCore
import LedgerService
import MoneyCore
import Testing

@testable import BankDaemon

@Suite("Settings")
struct ConfigurationTests {
    private func settings(
        _ text: String,
        _ environment: [String: String] = [:]
    ) throws -> DaemonConfiguration {
        let place = try TestPlace()
        try PrivateFile.makeFolder(place.folder.path)
        try PrivateFile.write(Array(text.utf8), to: place.folder.configurationPath)
        return try place.settings(environment)
    }

    @Test("the file that init writes changes nothing, commented or not")
    func template() throws {
        let text = ConfigurationTemplate.text()
        let plain = try settings("")
        for setting in Setting.allCases {
            #expect(try settings(text)[setting] == setting.standard)
            #expect(plain[setting] == setting.standard)
        }
        let uncommented = text.split(separator: "\n").map { line in
            line.hasPrefix("# ") && line.contains(" = ") ? line.dropFirst(2) : line
        }
        let all = try settings(uncommented.joined(separator: "\n"))
        for setting in Setting.allCases { #expect(all[setting] == setting.standard) }
    }

    @Test("the environment goes before the file, and the file before the default")
    func order() throws {
        let file = "[listen]\nport = 1000\nhost = \"::\"\n"
        #expect(try settings(file).integer(.listenPort) == 1_000)
        let both = try settings(file, ["COUNTERFOILD_LISTEN_PORT": "2000", "HOME": "/x"])
        #expect(both.integer(.listenPort) == 2_000)
        #expect(both.text(.listenHost) == "::")
        #expect(both.integer(.limitConnections) == 1_024)
        let names = try settings("", ["COUNTERFOILD_TLS_NAMES": "bank.example,10.0.0.1"])
        #expect(
            names.certificateNames.prefix(2) == [.host("bank.example"), .address([10, 0, 0, 1])]
        )
    }

    @Test(
        "a mistake in the file is named with its line, its key and what is allowed",
        arguments: [
            ("[listen]\nport = 70000", ":2:1: listen.port is a whole number from 0 to 65535."),
            ("[listen]\nport = \"x\"", ":2:1: listen.port is a whole number from 0 to 65535."),
            ("[listen]\nprot = 1", ":2:1: There is no 'prot' in [listen]; there are host, port"),
            ("[lisen]\nport = 1", ":1:1: There is no table [lisen]; there are [bank], [listen]"),
            ("port = 1", ":1:1: There is no setting 'port' outside a table."),
            ("[log]\nlevel = \"loud\"", ":2:1: log.level is one of \"trace\", \"debug\""),
            ("[tls]\nnames = []", ":2:1: tls.names is a list of host names"),
            ("[tls]\nnames = [\"a b\"]", ":2:1: tls.names is a list of host names"),
            ("[bank]\nname = \"\"", ":2:1: bank.name is text in quotation marks, of 1 to 70 char"),
            ("[tls]\nkey = \"\"", ":2:1: tls.key is text in quotation marks, and not empty."),
            ("[stop]\ndrain_seconds = 0", "a whole number from 1 to 600 (seconds)."),
            ("[tls]\nrequire_terminals_for_staff = 1", "is true or false."),
            ("[listen\nport = 1", "counterfoil.toml:1:8:"),
        ]
    )
    func mistakes(text: String, sentence: String) throws {
        let error = #expect(throws: DaemonError.self) { _ = try settings(text) }
        #expect(error?.status == .configuration)
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }

    // Symptom: the bank's name took an escape, a line break and a direction character, which authenticators,
    // consoles and certificates then had. Cause: any text was a name.
    @Test(
        "the bank's name keeps the rule for names that people are shown",
        arguments: [
            #"A\u001B[2J"#, #"A\u202EB"#, #"A\u0000"#, #"A\nB"#, #"\u200B"#, " A", "A ",
            String(repeating: "a", count: 71),
        ]
    )
    func bankName(name: String) throws {
        let error = #expect(throws: DaemonError.self) {
            _ = try settings("[bank]\nname = \"\(name)\"")
        }
        #expect(error?.status == .configuration)
        #expect(error?.description.contains(":2:1: bank.name is text") == true)
        #expect(error?.description.contains("no control characters") == true)
    }

    @Test("the bank's name may have marks and any letters, and the environment keeps its rule, too")
    func bankNameOutside() throws {
        let name = "Sahyadri: \u{938}\u{939}\u{94D}\u{92F} Bank"
        #expect(try settings("[bank]\nname = \"\(name)\"").text(.bankName) == name)
        let error = #expect(throws: DaemonError.self) {
            _ = try settings("", ["COUNTERFOILD_BANK_NAME": "A\u{202E}B"])
        }
        let start = "COUNTERFOILD_BANK_NAME in the environment: bank.name is text"
        #expect(error?.description.contains(start) == true)
    }

    @Test("a mistake in the environment is named with its variable")
    func environment() throws {
        let wrong = #expect(throws: DaemonError.self) {
            _ = try settings("", ["COUNTERFOILD_LISTEN_PORT": "many"])
        }
        #expect(wrong?.description.contains("COUNTERFOILD_LISTEN_PORT in the environment") == true)
        let unknown = #expect(throws: DaemonError.self) {
            _ = try settings("", ["COUNTERFOILD_PORT": "1"])
        }
        #expect(unknown?.description.contains("which is no setting") == true)
    }

    @Test("without settings the bank is configured as usual, and each setting changes its part")
    func bankConfiguration() throws {
        let usual = BankConfiguration(try settings(""))
        #expect(usual.limits == .standard)
        #expect(usual.terms == SessionTerms())
        #expect(usual.zone == .india)
        #expect(usual.dayLimits == .standard)
        #expect(usual.longestPauseDays == 90)
        let changed = BankConfiguration(
            try settings(
                """
                [bank]
                utc_offset_minutes = -300
                longest_pause_days = 0
                [sessions]
                staff_hours = 8
                customer_lease_hours = 1
                [limits]
                sign_ins_of_address_per_minute = 3
                requests_of_user_per_minute = 0
                rupees_of_teller_per_day = 500
                rupees_of_customer_per_day = 0
                """
            )
        )
        #expect(changed.zone.secondsEastOfUTC == -18_000)
        #expect(changed.terms.staffSessionSeconds == 8 * 3_600)
        #expect(changed.terms.leaseSeconds(of: .customer) == 3_600)
        #expect(changed.limits[.signInsOfAddress]?.perMinute == 3)
        #expect(changed.limits[.requestsOfUser] == nil)
        #expect(changed.longestPauseDays == nil)
        #expect(changed.dayLimits[.teller, .indianRupee]?.minorUnits == 50_000)
        #expect(changed.dayLimits[.customer, .indianRupee] == nil)
        let dollars = DayLimits.standard[.customer, .usDollar]
        #expect(changed.dayLimits[.customer, .usDollar] == dollars)
    }

    @Test("paths are taken from the data folder, and empty ones name nothing")
    func paths() throws {
        let settings = try settings("[listen]\nsocket = \"\"\n[tls]\nkey = \"/etc/k.pem\"\n")
        #expect(settings.path(.listenSocket) == nil)
        #expect(settings.path(.tlsKey) == "/etc/k.pem")
        #expect(settings.path(.tlsCertificate)?.hasSuffix("/bank/tls/server.pem") == true)
    }
}
