namespace Bastion.Admin.Devices;

/// <summary>How Gateway signs in to a device's web page; the technician never does.</summary>
internal enum HttpLogin
{
    None,
    Basic,
    Digest,
    Ntlm,
    Header,
    Form,
    Certificate,
}
