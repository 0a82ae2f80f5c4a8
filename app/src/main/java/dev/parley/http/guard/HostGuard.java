package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.InetAddress;
import java.util.Set;

/**
 * Keeps pages of others from getting at a chat in a private network through the browser of someone who is in it: such a page has a
 * name of its own, which its owner lets lead to the chat's address once the page is loaded ("DNS rebinding"). To the browser it is
 * then a page of the chat, and can read and say everything. But the name stays in the header Host.
 *
 * <p>Who comes from a public address could ask the chat directly, and whoever has a certificate for the name owns it, so names only
 * matter where neither is so.
 */
public final class HostGuard implements Handler {
    /** Nothing to get at there, and whoever asks may call an instance anything. */
    private static final Set<String> PROBES = Set.of("/healthz", "/readyz");

    private final Hosts hosts;
    private final ClientAddresses addresses;

    public HostGuard(Hosts hosts, ClientAddresses addresses) {
        this.hosts = hosts;
        this.addresses = addresses;
    }

    /** Runs before every request. */
    @Override
    public void handle(Context ctx) {
        String host = ctx.header("Host");
        if (host == null || hosts.allow(host) || PROBES.contains(ctx.path())) {
            return;
        }
        InetAddress address = addresses.address(ctx);
        if (address != null && isPrivate(address) && !addresses.isOverTls(ctx)) {
            throw new Problem(
                    Refusal.HOST,
                    "This chat does not go by the name in the address here: its operator can allow it with --hosts, or tell with "
                            + "--trusted-proxies which proxy it is behind. An IP address always works.");
        }
    }

    /** Of this machine, or of a network that everybody may have (RFC 1918, 3927, 4193, 4291, 6598). */
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean isUniqueLocal = bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc;
        boolean isShared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        return isUniqueLocal
                || isShared
                || address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress();
    }
}
