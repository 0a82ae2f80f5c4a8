/** parley-wire: looks whether a server of event streams gives client libraries what they need. */
package dev.parley.wire;
