package dev.parley.push;

import dev.parley.channel.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The push services that this instance may send to, which are those of the known browsers unless its operator says otherwise: whoever
 * subscribes names an address that the instance will ask, and this is all that it can be made to ask.
 *
 * @param hosts such as {@code push.example.com}, {@code *.example.com} for all below that one, or {@code http://127.0.0.1:8080} for a
 *     service on this machine
 */
public record PushServices(List<String> hosts) {
    public static final String KNOWN =
            "fcm.googleapis.com,*.push.services.mozilla.com,*.notify.windows.com,*.push.apple.com";

    private static final int MAX_LENGTH = 1_024;
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z][a-z0-9-]*");
    private static final Pattern OWN = Pattern.compile("http://127\\.0\\.0\\.1:\\d{1,5}");

    public PushServices {
        hosts = List.copyOf(hosts);
    }

    /** None: nobody is told. */
    public static PushServices off() {
        return new PushServices(List.of());
    }

    /**
     * Reads a list that is joined by commas.
     *
     * @throws IllegalArgumentException when something in it is none
     */
    public static PushServices parse(String list) {
        return new PushServices(
                Stream.of(list.split(",", -1)).map(PushServices::listed).toList());
    }

    public boolean areOff() {
        return hosts.isEmpty();
    }

    /**
     * Reads the address of a subscription.
     *
     * @throws InvalidInput when nothing may be sent there
     */
    public URI endpoint(String address) {
        if (address == null || address.length() > MAX_LENGTH) {
            throw refused();
        }
        try {
            URI uri = new URI(address);
            if (uri.getRawUserInfo() != null || uri.getHost() == null || uri.getRawFragment() != null || !allows(uri)) {
                throw refused();
            }
            return uri;
        } catch (URISyntaxException e) {
            throw refused();
        }
    }

    @Override
    public String toString() {
        return areOff() ? "off" : String.join(",", hosts);
    }

    private boolean allows(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean isUsual = "https".equals(uri.getScheme()) && (uri.getPort() < 0 || uri.getPort() == 443);
        String origin = uri.getScheme() + "://" + host + ":" + uri.getPort();
        return hosts.stream().anyMatch(each -> each.contains("/") ? each.equals(origin) : isUsual && isAt(each, host));
    }

    private static boolean isAt(String listed, String host) {
        return listed.startsWith("*.") ? host.endsWith(listed.substring(1)) : host.equals(listed);
    }

    private static String listed(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (!HOST.matcher(name).matches() && !OWN.matcher(name).matches()) {
            throw new IllegalArgumentException("no push service: " + text);
        }
        return name;
    }

    private static InvalidInput refused() {
        return new InvalidInput(
                "Field 'endpoint' is the https:// address that a known push service has given to the browser;"
                        + " the chat's operator can allow another with --push-services.");
    }
}
