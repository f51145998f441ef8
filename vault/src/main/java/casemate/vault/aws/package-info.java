/// Root keys in AWS KMS. Door: [KmsKeyService].
@NullMarked
package casemate.vault.aws;

import org.jspecify.annotations.NullMarked;
