package casemate.control.payment;

import casemate.base.CustomerId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/// All that is kept about a means of payment. The numbers themselves never come here.
///
/// @param provider the provider's id of it
/// @param brand such as `visa`; `sepa` for a bank account
/// @param last4 digits
/// @param expires the card's last month
/// @param mandate the reference of the SEPA mandate
public record Means(
        String id,
        CustomerId customer,
        String provider,
        Method method,
        String brand,
        String last4,
        Optional<YearMonth> expires,
        Optional<String> mandate,
        Instant added) {}
