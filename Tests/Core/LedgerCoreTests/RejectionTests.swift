// Goal: rejections are the contract that docs/LEDGER_RULES.md states.
// Method: properties of all cases, and the document read beside the code.
import FoundationEssentials
import LedgerCore
import Testing

@Suite("Rejections")
struct RejectionTests {
    @Test("the codes rise in the order of precedence and none is used twice")
    func codesRise() {
        let codes = Rejection.allCases.map(\.rawValue)
        #expect(codes == Set(codes).sorted())
    }

    @Test("every rejection has one sentence of its own that says what happened and what to do")
    func sentences() {
        let sentences = Rejection.allCases.map { "\($0.sentence)" }
        #expect(Set(sentences).count == sentences.count)
        for (rejection, sentence) in zip(Rejection.allCases, sentences) {
            #expect(sentence.hasSuffix("."), "\(rejection)")
            #expect(sentence.first?.isUppercase == true, "\(rejection)")
            #expect(sentence.contains(". "), "\(rejection) does not say what to do")
            #expect(sentence.allSatisfy { !$0.isNumber && $0.isASCII }, "\(rejection)")
            #expect(sentence.count <= 120, "\(rejection) does not fit a line")
        }
    }

    @Test("the document lists every rejection with its code, and no other")
    func documentIsComplete() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try String(contentsOfFile: root + "/docs/LEDGER_RULES.md", encoding: .utf8)
        var listed: [String] = []
        for line in text.split(separator: "\n") where line.hasPrefix("| ") {
            let cells = line.split(separator: "|").map { $0.filter { $0 != "`" && $0 != " " } }
            guard cells.count >= 3, let code = UInt16(cells[0]) else { continue }
            listed.append("\(code) \(cells[1]) \(cells[2])")
        }
        let expected = Rejection.allCases.map {
            "\($0.rawValue) \($0) \($0.isTransient ? "yes" : "no")"
        }
        #expect(listed == expected)
    }

    @Test("a rejection about another body is final")
    func otherBodies() {
        for rejection in Rejection.allCases where (2_000..<3_000).contains(rejection.rawValue) {
            #expect(!rejection.isTransient, "\(rejection)")
        }
    }

    @Test("what depends on balances, limits and existence is transient")
    func transience() {
        let transient = Rejection.allCases.filter(\.isTransient)
        #expect(transient.contains(.debitsExceedCredits))
        #expect(transient.contains(.debitAccountNotFound))
        #expect(!transient.contains(.debitAccountIsClosed))
        #expect(!transient.contains(.pendingTransferExpired))
    }
}
