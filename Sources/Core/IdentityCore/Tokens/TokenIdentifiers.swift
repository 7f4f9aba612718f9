public import CoreVocabulary

/// Phantom type of ``SigningKeyID``: a key that signs access tokens.
public enum SigningKeySubject {}
/// Phantom type of ``AccessTokenID``: one access token.
public enum AccessTokenSubject {}

/// Identifier of a key that signs access tokens; the `kid` of RFC 7517.
public typealias SigningKeyID = Identifier<SigningKeySubject>
/// Identifier of one access token; the `jti` of RFC 7519.
public typealias AccessTokenID = Identifier<AccessTokenSubject>
