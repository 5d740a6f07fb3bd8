namespace Bastion.Ssh.Transport;

/// <summary>One decrypted message. <c>Payload</c> begins with the number and is valid until the next <c>ReceiveAsync</c>.</summary>
public readonly record struct InboundMessage(byte Number, ReadOnlyMemory<byte> Payload);
