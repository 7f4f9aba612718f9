package import CoreVocabulary

/// Phantom type of ``SigningKeyID``: a key that signs access tokens.
package enum SigningKeySubject {}
/// Phantom type of ``AccessTokenID``: one access token.
package enum AccessTokenSubject {}

/// Identifier of a key that signs access tokens; the `kid` of RFC 7517.
package typealias SigningKeyID = Identifier<SigningKeySubject>
/// Identifier of one access token; the `jti` of RFC 7519.
package typealias AccessTokenID = Identifier<AccessTokenSubject>
