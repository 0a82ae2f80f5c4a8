package dev.parley.http.guard;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.util.Collections;

/**
 * Who a request comes from, as far as it can be known: the address of the connection; or, where that is a trusted proxy's,
 * the last address before a chain of trusted proxies in the header that counts. What stands before an untrusted address may be
 * made up, and does not count: it is not even read.
 */
public final class ClientAddresses {
    /** A chain is read from its end; nobody has more proxies in a row. */
    private static final int MAX_HOPS = 16;

    private static final String FOUND = ClientAddresses.class.getName();

    private final TrustedProxies proxies;
    private final ForwardedHeader header;

    public ClientAddresses(TrustedProxies proxies, ForwardedHeader header) {
        this.proxies = proxies;
        this.header = header;
    }

    /** Whether it is a trusted proxy that asks, for a client of its own. */
    public boolean isProxy(Context ctx) {
        InetAddress peer = peer(ctx);
        return peer != null && isProxy(peer) && !headers(ctx, header.ofClient).isEmpty();
    }

    /** What stands for the client in limits. */
    Client of(Context ctx) {
        Client client = ctx.attribute(FOUND);
        if (client == null) {
            InetAddress address = address(ctx);
            client = address == null ? Client.UNKNOWN : Client.of(address);
            ctx.attribute(FOUND, client);
        }
        return client;
    }

    /** Null when it can't be known. */
    InetAddress address(Context ctx) {
        InetAddress peer = peer(ctx);
        return peer == null || !isProxy(peer) ? peer : address(peer, headers(ctx, header.ofClient));
    }

    /** Whether a trusted proxy says that it speaks TLS with the client. */
    boolean isOverTls(Context ctx) {
        InetAddress peer = peer(ctx);
        if (peer == null || !isProxy(peer)) {
            return false;
        }
        String schemes = headers(ctx, header.ofScheme);
        return header.scheme(schemes.substring(schemes.lastIndexOf(',') + 1)).equalsIgnoreCase("https");
    }

    /** Whether connections from there are those of many clients. */
    boolean isProxy(InetAddress address) {
        return proxies.contain(address);
    }

    /** From the connection's address on. Several headers of a name are joined by commas. */
    InetAddress address(InetAddress peer, String chain) {
        InetAddress client = peer;
        int end = chain.length();
        for (int hop = 0; hop < MAX_HOPS && end >= 0 && isProxy(client); hop++) {
            int comma = chain.lastIndexOf(',', end - 1);
            InetAddress before = IpLiteral.parse(header.client(chain.substring(comma + 1, end)));
            if (before == null) {
                break;
            }
            client = before;
            end = comma;
        }
        return client;
    }

    private static InetAddress peer(Context ctx) {
        return IpLiteral.parse(ctx.req().getRemoteAddr());
    }

    private static String headers(Context ctx, String name) {
        return String.join(",", Collections.list(ctx.req().getHeaders(name)));
    }
}
