// Passkeys: <form data-passkey="create|get" data-failed="sentence"> with a hidden field "credential". The options lie in
// the form as JSON, or are fetched from the form's own address. The browser's answer goes into the field, and the form
// is sent as the person sent it.
//
// The difficult thing: browsers speak in bytes, servers in base64url, and the newest ways to turn one into the other are
// not in every browser yet. So both directions are written out here.

import { say } from "./words";

interface Described {
  type: PublicKeyCredentialType;
  id: string;
  transports?: AuthenticatorTransport[];
}

interface Options {
  creation_options?: { publicKey: Creation };
  request_options?: { publicKey: Request };
}

type Creation = Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> & {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Described[];
};

type Request = Omit<PublicKeyCredentialRequestOptions, "challenge" | "allowCredentials"> & {
  challenge: string;
  allowCredentials?: Described[];
};

export function passkeys(part: ParentNode): void {
  for (const form of part.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
    if (!window.PublicKeyCredential) form.hidden = true;
    else form.addEventListener("submit", (event) => void onSubmit(form, event));
  }
}

async function onSubmit(form: HTMLFormElement, event: SubmitEvent): Promise<void> {
  const field = form.elements.namedItem("credential");
  if (!(field instanceof HTMLInputElement) || field.value) return;
  event.preventDefault();
  hush(form);
  try {
    field.value = JSON.stringify(await ceremony(form, event.submitter));
  } catch {
    tell(form);
    return;
  }
  form.requestSubmit(event.submitter);
}

async function ceremony(form: HTMLFormElement, pressed: HTMLElement | null): Promise<object> {
  const options = await optionsOf(form);
  if (options.creation_options) {
    const alone = pressed instanceof HTMLButtonElement && pressed.name === "passwordless";
    return create(options.creation_options.publicKey, alone);
  }
  if (options.request_options) return get(options.request_options.publicKey);
  throw new Error("no options");
}

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const lies = form.querySelector('script[type="application/json"]');
  if (lies) return JSON.parse(lies.textContent ?? "{}") as Options;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Options;
}

/** A passkey that signs in alone lies on the device and asks for finger, face or PIN; a key for the second step need not. */
async function create(options: Creation, alone: boolean): Promise<object> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: alone ? "required" : "discouraged",
      requireResidentKey: alone,
      ...(alone ? { userVerification: "required" } : {}),
    },
  };
  const made = await navigator.credentials.create({ publicKey });
  if (!(made instanceof PublicKeyCredential)) throw new Error("no credential");
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...common(made),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function get(options: Request): Promise<object> {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: described(options.allowCredentials) };
  const shown = await navigator.credentials.get({ publicKey });
  if (!(shown instanceof PublicKeyCredential)) throw new Error("no credential");
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    ...common(shown),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function common(credential: PublicKeyCredential): object {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function described(list: Described[] = []): PublicKeyCredentialDescriptor[] {
  return list.map((one) => ({ ...one, id: bytes(one.id) }));
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function hush(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  if (said) said.hidden = true;
}

function tell(form: HTMLFormElement): void {
  const sentence = form.dataset["failed"] ?? "";
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  if (said) {
    said.textContent = sentence;
    said.hidden = false;
  } else say(sentence);
}
