import Cryptography

/// Commands typed where a secret is requested.
extension SharedSecret {
    /// Commands that work at every prompt.
    private static let commandsEverywhere = ["help", "back", "quit"]

    /// Returns the command typed at a prompt for a secret; nil if the input is the secret.
    ///
    /// A code has digits only, so input that begins with a colon is a command. A password may begin
    /// with a colon. So only the commands that work at every prompt are recognised, which are
    /// shorter than the bank allows a password to be.
    func command(isCode: Bool) -> String? {
        withBytes { bytes -> String? in
            guard let first = bytes.indices.first, bytes[first] == UInt8(ascii: ":") else {
                return nil
            }
            if isCode {
                var words: [UInt8] = []
                for index in bytes.indices.dropFirst() { words.append(bytes[index]) }
                return String(decoding: words, as: UTF8.self).trimmed
            }
            for word in Self.commandsEverywhere {
                let wanted = Array(word.utf8)
                var isWord = wanted.count == bytes.count - 1
                for index in wanted.indices where isWord {
                    isWord = wanted[index] == bytes[index + 1]
                }
                if isWord { return word }
            }
            return nil
        }
    }

    /// Returns true if the secret spells a text; the comparison is not constant-time.
    func spells(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return withBytes { bytes in
            bytes.count == wanted.count && bytes.indices.allSatisfy { bytes[$0] == wanted[$0] }
        }
    }
}
