package dev.parley.http.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** An address as proxies and sockets write it: {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code [2001:db8::1]:80}. */
final class IpLiteral {
    /** Of the longest, in brackets, with a port and room to spare. */
    private static final int MAX_LENGTH = 64;

    private IpLiteral() {}

    /** Null when it is no address; names are not looked up. In linear time, whatever it is. */
    static InetAddress parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return null;
        }
        String address = withoutZone(withoutPort(text));
        if (!isLiteral(address)) {
            return null;
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon > 0 && text.indexOf(':', colon + 1) < 0 ? text.substring(0, colon) : text;
    }

    /** Of a link-local address: which link it is of. */
    private static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /** So that nothing is looked up: a name has letters and no colon. */
    private static boolean isLiteral(String text) {
        boolean hasColon = text.indexOf(':') >= 0;
        return !text.isEmpty()
                && text.chars()
                        .allMatch(each -> each == '.' || each == ':' || Character.digit(each, hasColon ? 16 : 10) >= 0)
                && text.chars().allMatch(each -> each < 128);
    }
}
