import CoreVocabulary
import Cryptography

extension TokenKeys {
    /// The set as a JSON Web Key Set, oldest key first.
    ///
    /// Source: RFC 7517 §5 (the set), RFC 8037 §2 (the keys).
    package var document: String {
        let keys = published.map { key in
            let x = String(decoding: Base64URL.encode(key.publicKey.rawBytes), as: UTF8.self)
            return #"{"alg":"EdDSA","crv":"Ed25519","kid":"\#(key.id)","kty":"OKP","use":"sig","#
                + #""x":"\#(x)"}"#
        }
        return #"{"keys":[\#(keys.joined(separator: ","))]}"#
    }
}
