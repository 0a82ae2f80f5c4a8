package dev.parley.http.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Who is one client to limits: an IPv4 address; or the IPv6 network of 64 bits that one customer commonly has at least, within the
 * one of 48 bits that one has at most.
 *
 * @param network the name of the smaller one, or the address
 * @param site the name of the larger one; null where there is none
 */
record Client(String network, String site) {
    static final Client UNKNOWN = new Client("unknown", null);

    /** How many times as much as a network all those of a site may have together. */
    static final int NETWORKS_OF_A_SITE = 8;

    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;

    static Client of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? new Client(address.getHostAddress(), null)
                : new Client(prefix(bytes, NETWORK_BYTES), prefix(bytes, SITE_BYTES));
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
