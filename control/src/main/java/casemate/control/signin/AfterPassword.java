package casemate.control.signin;

import casemate.base.Refusal;
import casemate.control.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;

/// What this room asks of the one that knows whether a password is enough. Nobody gets in by a password
/// without it.
public interface AfterPassword {
    /// Lets somebody in whose password was right, or leads them to the next step.
    ///
    /// @param next a path of this site
    /// @throws Refusal as [Sessions#open]
    ResponseEntity<byte[]> enter(Page page, HttpServletRequest request, Verified verified, String next);
}
