import CLibcurl
import Glibc

/// The thread that calls libcurl for all transfers, with one connection pool.
final class TransferThread {
    /// Maximum number of idle connections to keep.
    ///
    /// A console has a few. A process that plays many consoles must not begin each request with a
    /// handshake.
    private static let idleConnectionLimit = 256
    /// Maximum wait when nothing is under way, in milliseconds; any command ends it.
    private static let restMilliseconds: Int64 = 60_000

    private let inbox: TransferInbox
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private var transfers: [ObjectIdentifier: CurlTransfer] = [:]

    private init(_ inbox: TransferInbox, _ library: CurlLibrary, _ multi: UnsafeMutableRawPointer) {
        self.inbox = inbox
        self.library = library
        self.multi = multi
    }

    /// Works until the inbox is closed; returns at once if libcurl is missing.
    static func run(_ inbox: TransferInbox) {
        guard let library = CurlLibrary.shared, let multi = library.calls.curl_multi_init() else {
            inbox.close()
            inbox.takeAll().commands.forEach(TransferInbox.refuse)
            return
        }
        _ = counterfoil_curl_multi_set_number(
            library.functions,
            multi,
            CURLMOPT_MAXCONNECTS,
            idleConnectionLimit
        )
        TransferThread(inbox, library, multi).work()
    }

    private func work() {
        inbox.setWaker(TransferInbox.Waker(multi: multi, library: library))
        while true {
            let (commands, isLast) = inbox.takeAll()
            if isLast {
                commands.forEach(TransferInbox.refuse)
                break
            }
            commands.forEach(obey)
            var count: Int32 = 0
            _ = library.calls.curl_multi_perform(multi, &count)
            finishEnded()
            let wait = finishOverdue()
            // It fails only if memory or descriptors are short, and the deadlines are still kept.
            _ = library.calls.curl_multi_poll(multi, nil, 0, Int32(clamping: wait), nil)
        }
        inbox.setWaker(nil)
        for transfer in transfers.values { end(transfer, with: CURLE_ABORTED_BY_CALLBACK) }
        _ = library.calls.curl_multi_cleanup(multi)
    }

    private func obey(_ command: TransferCommand) {
        switch command {
        case .start(let request, let ticket, let receiver):
            guard !ticket.isCancelled,
                let transfer = CurlTransfer(request, ticket: ticket, receiver: receiver, library),
                library.calls.curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
            else {
                TransferInbox.refuse(command)
                return
            }
            transfers[ObjectIdentifier(ticket)] = transfer
        case .cancel(let ticket):
            guard let transfer = transfers[ObjectIdentifier(ticket)] else { return }
            end(transfer, with: CURLE_ABORTED_BY_CALLBACK)
        case .resume(let ticket):
            guard let transfer = transfers[ObjectIdentifier(ticket)] else { return }
            let code = transfer.resume()
            if code != CURLE_OK { end(transfer, with: code) }
        }
    }

    private func finishEnded() {
        var count: Int32 = 0
        while let message = library.calls.curl_multi_info_read(multi, &count)?.pointee {
            guard message.msg == CURLMSG_DONE,
                let transfer = transfers.values.first(where: { $0.easy == message.easy_handle })
            else { continue }
            end(transfer, with: message.data.result)
        }
    }

    /// Ends overdue transfers and returns the time until the next deadline, in milliseconds.
    private func finishOverdue() -> Int64 {
        let now = CurlTransfer.nowMilliseconds()
        var wait = Self.restMilliseconds
        for transfer in transfers.values {
            guard let due = transfer.dueMilliseconds else { continue }
            if due <= now {
                end(transfer, with: CURLE_OPERATION_TIMEDOUT)
            } else {
                wait = min(wait, due - now)
            }
        }
        return wait
    }

    /// Removes a transfer and reports its result.
    ///
    /// The receiver is called first, because removing a transfer from curl can take a while.
    private func end(_ transfer: CurlTransfer, with code: CURLcode) {
        transfers[ObjectIdentifier(transfer.ticket)] = nil
        transfer.receiver.finish(transfer.end(with: code))
        _ = library.calls.curl_multi_remove_handle(multi, transfer.easy)
        transfer.free()
    }
}
