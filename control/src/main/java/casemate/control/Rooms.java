package casemate.control;

import casemate.control.access.AccessRoom;
import casemate.control.account.AccountRoom;
import casemate.control.activity.ActivityRoom;
import casemate.control.api.ApiRoom;
import casemate.control.audit.AuditRoom;
import casemate.control.backup.BackupRoom;
import casemate.control.client.ClientRoom;
import casemate.control.crypto.CryptoRoom;
import casemate.control.deploy.DeployRoom;
import casemate.control.dns.DnsRoom;
import casemate.control.domain.DomainRoom;
import casemate.control.erasure.ErasureRoom;
import casemate.control.export.ExportRoom;
import casemate.control.factor.FactorRoom;
import casemate.control.fetch.FetchRoom;
import casemate.control.field.FieldRoom;
import casemate.control.gateway.GatewayRoom;
import casemate.control.instance.InstanceRoom;
import casemate.control.inventory.InventoryRoom;
import casemate.control.invoice.InvoiceRoom;
import casemate.control.issuer.IssuerRoom;
import casemate.control.mail.MailRoom;
import casemate.control.member.MemberRoom;
import casemate.control.node.NodeRoom;
import casemate.control.offer.OfferRoom;
import casemate.control.openid.OpenIdRoom;
import casemate.control.passkey.PasskeyRoom;
import casemate.control.password.PasswordRoom;
import casemate.control.payment.PaymentRoom;
import casemate.control.place.PlaceRoom;
import casemate.control.policy.PolicyRoom;
import casemate.control.provider.ProviderRoom;
import casemate.control.provision.ProvisionRoom;
import casemate.control.region.RegionRoom;
import casemate.control.replica.ReplicaRoom;
import casemate.control.request.RequestRoom;
import casemate.control.reset.ResetRoom;
import casemate.control.restore.RestoreRoom;
import casemate.control.role.RoleRoom;
import casemate.control.saml.SamlRoom;
import casemate.control.signin.SigninRoom;
import casemate.control.site.SiteRoom;
import casemate.control.spam.SpamRoom;
import casemate.control.step.StepRoom;
import casemate.control.subscription.SubscriptionRoom;
import casemate.control.token.TokenRoom;
import casemate.control.vies.ViesRoom;
import casemate.control.volume.VolumeRoom;
import casemate.control.ward.WardRoom;
import casemate.control.web.WebRoom;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// The table of contents: every room, and nothing that finds itself.
@Configuration(proxyBeanMethods = false)
@Import({
    Foundation.class,
    WebRoom.class,
    AuditRoom.class,
    InventoryRoom.class,
    FieldRoom.class,
    MailRoom.class,
    PasswordRoom.class,
    PlaceRoom.class,
    AccountRoom.class,
    ViesRoom.class,
    FactorRoom.class,
    DnsRoom.class,
    SpamRoom.class,
    SigninRoom.class,
    StepRoom.class,
    PasskeyRoom.class,
    FetchRoom.class,
    OpenIdRoom.class,
    SamlRoom.class,
    ProviderRoom.class,
    ResetRoom.class,
    RoleRoom.class,
    MemberRoom.class,
    InstanceRoom.class,
    SubscriptionRoom.class,
    AccessRoom.class,
    DomainRoom.class,
    IssuerRoom.class,
    ClientRoom.class,
    PolicyRoom.class,
    OfferRoom.class,
    InvoiceRoom.class,
    PaymentRoom.class,
    RegionRoom.class,
    CryptoRoom.class,
    DeployRoom.class,
    GatewayRoom.class,
    WardRoom.class,
    SiteRoom.class,
    BackupRoom.class,
    RestoreRoom.class,
    ReplicaRoom.class,
    NodeRoom.class,
    VolumeRoom.class,
    TokenRoom.class,
    ProvisionRoom.class,
    RequestRoom.class,
    ExportRoom.class,
    ErasureRoom.class,
    ActivityRoom.class,
    ApiRoom.class,
    StatusApi.class
})
class Rooms {}
