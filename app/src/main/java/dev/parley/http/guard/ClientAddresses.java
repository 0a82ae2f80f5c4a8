package dev.parley.http.guard;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.util.InetAddressSet;

/**
 * Who a request comes from, as far as it can be known: the address of the connection; or, where that is a trusted proxy's,
 * the last address before a chain of trusted proxies in {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}. What stands
 * before an untrusted address may be made up, and does not count.
 *
 * <p>Of an IPv6 address the network of 64 bits counts, since that is what one customer commonly has.
 */
public final class ClientAddresses {
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|[;,\\s])for=\"?(\\[[^\\]]*\\]|[^\";,\\s]*)");
    private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]?");
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]+(/\\d{1,3})?");
    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<String> proxies;
    private final InetAddressSet trusted = new InetAddressSet();

    /**
     * Trusts the proxies at these addresses.
     *
     * @param proxies addresses or networks, such as 10.0.0.0/8
     * @throws IllegalArgumentException when something is neither
     */
    public ClientAddresses(List<String> proxies) {
        for (String proxy : proxies) {
            if (!NETWORK.matcher(proxy).matches()) {
                throw new IllegalArgumentException("no address: " + proxy); // names are not looked up
            }
            trusted.add(proxy);
        }
        this.proxies = List.copyOf(proxies);
    }

    /** What stands for the client in limits. */
    String of(Context ctx) {
        return of(ctx.req().getRemoteAddr(), headers(ctx, "Forwarded"), headers(ctx, "X-Forwarded-For"));
    }

    /** Several headers of a name are joined by commas. */
    String of(String connection, String forwarded, String forwardedFor) {
        InetAddress client = parse(connection);
        List<String> chain = chain(forwarded, forwardedFor);
        for (int hop = chain.size() - 1; hop >= 0 && client != null && trusted.test(client); hop--) {
            InetAddress before = parse(chain.get(hop));
            if (before == null) {
                break;
            }
            client = before;
        }
        return client == null ? "unknown" : network(client);
    }

    @Override
    public String toString() {
        return String.join(",", proxies);
    }

    private static List<String> chain(String forwarded, String forwardedFor) {
        if (forwarded.isEmpty()) {
            return Stream.of(forwardedFor.split(",", -1)).map(String::strip).toList();
        }
        return FOR.matcher(forwarded).results().map(hop -> hop.group(1)).toList();
    }

    private static String headers(Context ctx, String name) {
        return String.join(",", Collections.list(ctx.req().getHeaders(name)));
    }

    /** Null when it is no address; names are not looked up. */
    private static InetAddress parse(String text) {
        String address = text.matches("[0-9.]+:\\d+") ? text.substring(0, text.indexOf(':')) : text;
        if (!NUMERIC.matcher(address).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length > 4) {
            Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has as many bytes as an address", e);
        }
    }
}
