package dev.parley.http.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** The proxies that are believed when they say who a client is. */
public final class TrustedProxies {
    private static final Pattern NETWORK = Pattern.compile("[0-9A-Fa-f.:]+(/\\d{1,3})?");

    private final List<String> proxies;
    private final InetAddressSet addresses = new InetAddressSet();

    /**
     * Trusts those at these addresses.
     *
     * @param proxies addresses or networks, such as 10.0.0.0/8
     * @throws IllegalArgumentException when something is neither
     */
    public TrustedProxies(List<String> proxies) {
        for (String proxy : proxies) {
            if (!NETWORK.matcher(proxy).matches()) {
                throw new IllegalArgumentException("no address: " + proxy); // names are not looked up
            }
            addresses.add(proxy);
        }
        this.proxies = List.copyOf(proxies);
    }

    boolean contain(InetAddress address) {
        return addresses.test(address);
    }

    @Override
    public String toString() {
        return String.join(",", proxies);
    }
}
