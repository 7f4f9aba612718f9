import CoreVocabulary
package import Cryptography

extension AccessToken {
    /// Returns the token in compact form, signed.
    ///
    /// The same token under the same key gives the same bytes.
    ///
    /// Source: RFC 7515 §3.1 and §5.1.
    package func signed(with key: Ed25519.PrivateKey, keyID: SigningKeyID) -> [UInt8] {
        let header = Base64URL.encode(Array(Self.headerText(keyID: keyID).utf8))
        let claims = Base64URL.encode(Array(claimsText.utf8))
        let input = header + [CompactToken.dot] + claims
        return input + [CompactToken.dot] + Base64URL.encode(key.sign(input))
    }

    /// Returns the header of all tokens signed with a key.
    static func headerText(keyID: SigningKeyID) -> String {
        #"{"alg":"EdDSA","kid":"\#(keyID)","typ":"\#(type)"}"#
    }

    /// The claims as JSON, members sorted by name, without spaces.
    ///
    /// No value needs an escape: they are numbers, fixed words, UUIDs and base64url.
    var claimsText: String {
        let confirmation =
            terminal.map { terminal in
                let text = String(decoding: Base64URL.encode(terminal.bytes), as: UTF8.self)
                return #""cnf":{"terminal":"\#(text)"},"#
            } ?? ""
        return #"{"aud":"\#(Self.audience)","client_id":"\#(Self.client)",\#(confirmation)"#
            + #""exp":\#(endsAtSeconds),"iat":\#(issuedAtSeconds),"iss":"\#(Self.issuer)","#
            + #""jti":"\#(id)","nbf":\#(issuedAtSeconds),"role":"\#(role.rawValue)","#
            + #""sid":"\#(sessionID)","sub":"\#(userID)"}"#
    }
}
