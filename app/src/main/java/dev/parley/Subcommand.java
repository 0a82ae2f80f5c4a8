package dev.parley;

/** What the command line can do beside serving a chat. */
interface Subcommand {
    /**
     * Does it.
     *
     * @return the exit status
     * @throws dev.parley.channel.InvalidInput when something that it was given is wrong
     */
    int run();
}
