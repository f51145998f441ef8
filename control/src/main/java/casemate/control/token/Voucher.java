package casemate.control.token;

import casemate.base.CustomerId;
import casemate.base.UserId;

/// What a room says of a token's maker that has people come by others' word (ACC-3): a token must not go on opening the
/// account of somebody who was disabled at their company's provider.
public interface Voucher {
    /// What is known of somebody's standing with others.
    enum Word {
        /// This room lets them in on nobody's word.
        NOT_NEEDED,
        /// It is needed, and was not taken back.
        GIVEN,
        /// It is needed, and is not there now.
        MISSING
    }

    Word of(UserId maker, CustomerId customer);
}
