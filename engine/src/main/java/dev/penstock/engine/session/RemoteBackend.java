package dev.penstock.engine.session;

import java.util.Map;

/// Opens sessions on a cluster. Found by [java.util.ServiceLoader], so that the engine need not know the protocol.
public interface RemoteBackend {
    /// A session at an address such as `sc://host:15002/;token=secret`, with a configuration to begin with.
    ///
    /// @throws dev.penstock.data.error.UserException for an address that is not one
    Backend open(String address, Map<String, String> configuration);
}
