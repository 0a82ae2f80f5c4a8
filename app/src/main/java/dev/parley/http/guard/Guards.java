package dev.parley.http.guard;

/** All that a request has to pass, whatever it asks for or only where it matters. */
public record Guards(HostGuard hosts, StrangerGuard strangers, AddressGuard addresses, StreamLimit streams) {
    /** How an instance is set up. */
    public static Guards of(Hosts hosts, Origins origins, HttpLimits limits, ClientAddresses clients) {
        AddressGuard addresses = new AddressGuard(limits.address(), clients);
        return new Guards(
                new HostGuard(hosts, clients),
                new StrangerGuard(origins),
                addresses,
                new StreamLimit(limits, addresses, clients));
    }
}
