package casemate.control.activity;

import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.instance.Instances;
import casemate.control.place.Places;
import casemate.control.signin.Sessions;
import casemate.control.token.Tokens;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ActivityRoom {
    @Bean
    ActivityRoutes activityRoutes(
            Audit audit,
            Memberships memberships,
            Instances instances,
            Sessions sessions,
            Tokens tokens,
            Places places) {
        return new ActivityRoutes(
                new Activities(audit, memberships, new Names(memberships, instances, sessions, tokens, places)));
    }
}
