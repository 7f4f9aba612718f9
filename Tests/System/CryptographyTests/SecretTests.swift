// Goal: a secret holds what was typed, never grows, shows nothing, and leaves nothing behind.
// Method: the editing calls one by one; the memory of this very process is searched for a random
// text before and after the secret that held it.

import Testing

@testable import Cryptography

@Suite("Secret")
struct SecretTests {
    private func contents(_ secret: borrowing Secret) -> [UInt8] {
        secret.withBytes { span in span.indices.map { span[$0] } }
    }

    @Test("characters go in and out by whole scalars")
    func editing() {
        var secret = Secret(capacity: 16)
        for scalar in "pé€😀".unicodeScalars { #expect(secret.append(scalar) == true) }
        #expect(secret.count == 10)
        #expect(secret.scalarCount == 4)
        #expect(contents(secret) == bytes("pé€😀"))
        for remaining in ["pé€", "pé", "p", ""] {
            #expect(secret.removeLastScalar() == true)
            #expect(contents(secret) == bytes(remaining))
        }
        #expect(secret.removeLastScalar() == false)
        #expect(secret.isEmpty == true)
    }

    @Test("a full secret refuses more, whole characters at a time, and does not move")
    func capacity() {
        var secret = Secret(capacity: 4)
        let before = address(secret)
        for byte in bytes("abc") { #expect(secret.append(byte) == true) }
        #expect(secret.append("é" as Unicode.Scalar) == false)
        #expect(contents(secret) == bytes("abc"))
        #expect(secret.append(0x64) == true)
        #expect(secret.append(0x65) == false)
        #expect(secret.capacity == 4)
        #expect(address(secret) == before)
    }

    @Test("a copied secret keeps its bytes")
    func copying() {
        let source = bytes("correct horse")
        let secret = Secret(copying: source.span)
        #expect(contents(secret) == source)
        #expect(contents(secret.duplicate()) == source)
    }

    @Test("a removed character is zeroed in its place, and so is everything on wiping")
    func zeroing() {
        var memory = LockedMemory(byteCount: 32)
        memory.base.storeBytes(of: 0xA5, toByteOffset: 31, as: UInt8.self)
        memory.wipe()
        #expect(memory.base.load(fromByteOffset: 31, as: UInt8.self) == 0)
        memory = LockedMemory(byteCount: 1)

        var secret = Secret(capacity: 8)
        for byte in bytes("abcd") { #expect(secret.append(byte) == true) }
        #expect(secret.removeLastScalar() == true)
        #expect(behind(secret, at: 3) == 0)
        secret.wipe()
        #expect(secret.isEmpty == true)
        #expect(behind(secret, at: 0) == 0)
    }

    private func address(_ secret: borrowing Secret) -> UInt {
        secret.withStorageForTests { UInt(bitPattern: $0.baseAddress) }
    }

    // A byte of the buffer, counted or not.
    private func behind(_ secret: borrowing Secret, at index: Int) -> UInt8 {
        secret.withStorageForTests { $0[index] }
    }

    @Test("random secrets differ and are full")
    func random() {
        let first = Secret(randomByteCount: 32)
        let second = Secret(randomByteCount: 32)
        #expect(first.count == 32)
        #expect(contents(first) != contents(second))
    }

    @Test("neither printing nor dumping nor reflecting shows a shared secret")
    func redaction() {
        let secret = SharedSecret(capacity: 16)
        for scalar in "hunter2".unicodeScalars { #expect(secret.append(scalar)) }
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("redacted"))
        }
    }

    @Test("a shared secret is wiped for every place that refers to it")
    func sharedWipe() {
        let secret = SharedSecret(capacity: 16)
        let other = secret
        #expect(secret.append("x" as Unicode.Scalar))
        #expect(other.count == 1)
        other.wipe()
        #expect(secret.isEmpty)
        #expect(!secret.removeLastScalar())
    }

    @Test("nothing of a secret is left in the memory of the process once it has ended")
    func residue() throws {
        let search = try MemorySearch()
        do {
            var secret = Secret(capacity: MemorySearch.needleByteCount)
            for index in 0..<MemorySearch.needleByteCount {
                let appended = secret.append(search.needleByte(at: index))
                #expect(appended)
            }
            // The control: a search that finds nothing here could find nothing later either.
            #expect(try search.occurrences() == 1)
            #expect(secret.count == MemorySearch.needleByteCount)
        }
        #expect(try search.occurrences() == 0)
    }
}
