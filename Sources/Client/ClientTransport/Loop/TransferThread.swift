import CLibcurl
import ClientService
import Glibc

/// All transfers, on the one thread that calls libcurl; they share one pool of connections.
final class TransferThread {
    /// Connections that are kept when nobody uses them: a console has a few, and a process that
    /// plays many consoles must not begin each request with a handshake.
    private static let idleConnectionLimit = 256
    /// The longest wait when nothing is under way, in milliseconds: any command ends it.
    private static let restMilliseconds: Int64 = 60_000

    private let inbox: TransferInbox
    private let library: CurlLibrary
    private let multi: UnsafeMutableRawPointer
    private var transfers: [ObjectIdentifier: Transfer] = [:]

    private init(_ inbox: TransferInbox, _ library: CurlLibrary, _ multi: UnsafeMutableRawPointer) {
        self.inbox = inbox
        self.library = library
        self.multi = multi
    }

    /// Works until the inbox is closed; where libcurl is missing, that is at once.
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
            // It fails for want of memory or descriptors only, and then the limits still count.
            _ = library.calls.curl_multi_poll(multi, nil, 0, Int32(clamping: wait), nil)
        }
        inbox.setWaker(nil)
        for transfer in transfers.values {
            end(transfer, transfer.end(with: CURLE_ABORTED_BY_CALLBACK))
        }
        _ = library.calls.curl_multi_cleanup(multi)
    }

    private func obey(_ command: TransferCommand) {
        switch command {
        case .start(let request, let ticket, let receiver):
            guard !ticket.isCancelled,
                let transfer = Transfer(request, ticket: ticket, receiver: receiver, library),
                library.calls.curl_multi_add_handle(multi, transfer.easy) == CURLM_OK
            else {
                TransferInbox.refuse(command)
                return
            }
            transfers[ObjectIdentifier(ticket)] = transfer
        case .cancel(let ticket):
            guard let transfer = transfers[ObjectIdentifier(ticket)] else { return }
            end(transfer, transfer.end(with: CURLE_ABORTED_BY_CALLBACK))
        case .resume(let ticket):
            guard let transfer = transfers[ObjectIdentifier(ticket)] else { return }
            let code = transfer.resume()
            if code != CURLE_OK { end(transfer, transfer.end(with: code)) }
        }
    }

    private func finishEnded() {
        var count: Int32 = 0
        while let message = library.calls.curl_multi_info_read(multi, &count)?.pointee {
            guard message.msg == CURLMSG_DONE,
                let transfer = transfers.values.first(where: { $0.easy == message.easy_handle })
            else { continue }
            end(transfer, transfer.end(with: message.data.result))
        }
    }

    /// Ends what had to be over by now, and says how long until the next will have to be.
    private func finishOverdue() -> Int64 {
        let now = Transfer.nowMilliseconds()
        var wait = Self.restMilliseconds
        for transfer in transfers.values {
            guard let due = transfer.dueMilliseconds else { continue }
            if due <= now {
                end(transfer, transfer.end(with: CURLE_OPERATION_TIMEDOUT))
            } else {
                wait = min(wait, due - now)
            }
        }
        return wait
    }

    /// Tells the receiver first: to take a transfer out of curl's hands can take a while.
    private func end(_ transfer: Transfer, _ result: Result<AnswerHead, LinkError>) {
        transfers[ObjectIdentifier(transfer.ticket)] = nil
        transfer.receiver.finish(result)
        _ = library.calls.curl_multi_remove_handle(multi, transfer.easy)
        transfer.free()
    }
}
