package dev.parley.http.guard;

import dev.parley.identity.Identity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Who is one client to limits: a verified user, wherever they are; and for all others an IPv4 address, or the IPv6 network of 64 bits
 * that one customer commonly has at least, within the one of 48 bits that one has at most. Programs with a key speak for many, and
 * are not limited.
 *
 * @param name of the user, the address or the smaller network
 * @param site the name of the larger network; null where there is none
 */
record Client(Kind kind, String name, String site) {
    /** By what it is known. */
    enum Kind {
        ADDRESS,
        USER,
        PROGRAM
    }

    static final Client UNKNOWN = new Client(Kind.ADDRESS, "unknown", null);
    private static final Client PROGRAM = new Client(Kind.PROGRAM, "program", null);

    /** How many times as much as a network all those of a site may have together. */
    static final int NETWORKS_OF_A_SITE = 8;

    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;

    static Client of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new Client(Kind.ADDRESS, address.getHostAddress(), null)
                : new Client(Kind.ADDRESS, prefix(bytes, NETWORK_BYTES), prefix(bytes, SITE_BYTES));
    }

    /**
     * Who asks for something.
     *
     * @param who null while that is not known
     */
    static Client of(Identity who, Supplier<Client> address) {
        if (who == null || who.isGuest()) {
            return address.get();
        }
        return who.isProgram() ? PROGRAM : new Client(Kind.USER, "user " + who.user(), null); // no address has a blank
    }

    boolean isUser() {
        return kind == Kind.USER;
    }

    boolean isLimited() {
        return kind != Kind.PROGRAM;
    }

    private static String prefix(byte[] address, int length) {
        try {
            byte[] network = Arrays.copyOf(Arrays.copyOf(address, length), address.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/" + length * Byte.SIZE;
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has as many bytes as an address", e);
        }
    }
}
