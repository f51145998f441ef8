package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import jakarta.servlet.http.HttpServletRequest;

/// The directory that asks.
///
/// @param token the id of what it showed
record ScimClient(CustomerId customer, String token) {
    private static final String KEY = ScimClient.class.getName();

    Actor actor() {
        return new Actor.Program("scim");
    }

    /// What the audit should know besides.
    Json.Obj told() {
        return Json.object().put("token", token).build();
    }

    void keep(HttpServletRequest request) {
        request.setAttribute(KEY, this);
    }

    static ScimClient of(HttpServletRequest request) {
        if (request.getAttribute(KEY) instanceof ScimClient client) {
            return client;
        }
        throw new IllegalStateException("the gate was passed without a token");
    }
}
