// Goal: one person has one name, and names cannot be made to look alike.
// Method: each bound from both sides, and one text for each rule.

import IdentityCore
import Testing

@Suite("UserName")
struct UserNameTests {
    @Test(
        "case and spaces around do not matter",
        arguments: ["asha.rao", "Asha.Rao", " ASHA.RAO  "]
    )
    func canonical(text: String) throws {
        #expect(try UserName(text).text == "asha.rao")
    }

    @Test(
        "a text that breaks a rule is refused for the first that it breaks",
        arguments: [
            ("", .tooShort), ("  ", .tooShort), ("ab", .tooShort),
            (String(repeating: "a", count: 33), .tooLong),
            ("1asha", .badStart), (".asha", .badStart), ("-", .badStart),
            ("as ha", .badCharacter), ("аsha", .badCharacter), ("asha\u{200B}", .badCharacter),
            ("asha\n", .badCharacter), ("asha@bank", .badCharacter), ("1é", .badCharacter),
        ] as [(String, UserName.Refusal)]
    )
    func refused(text: String, refusal: UserName.Refusal) {
        #expect(throws: refusal) { try UserName(text) }
        #expect(refusal.sentence.hasSuffix("."))
    }

    @Test("names of 3 and of 32 characters are accepted")
    func bounds() throws {
        for count in [3, 32] {
            #expect(try UserName(String(repeating: "z", count: count)).text.count == count)
        }
    }
}
