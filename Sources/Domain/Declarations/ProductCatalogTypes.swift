extension DocumentTypes {
    /// Product Catalog Management, TMF620 v4.0.0: the types of TM Forum's swagger (Apache-2.0), in the notation of `DocumentTypes`.
    static let productCatalog = """
        type AgreementRef
            id:string! href:string name:string @referredType:string
        type Any
        type AttachmentRefOrValue
            id:string href:string attachmentType:string content:string description:string mimeType:string
            name:string url:string size:Quantity validFor:TimePeriod @referredType:string
        type BundledProductOffering
            id:string href:string lifecycleStatus:string name:string
            bundledProductOfferingOption:BundledProductOfferingOption
        type BundledProductOfferingOption
            numberRelOfferDefault:integer numberRelOfferLowerLimit:integer numberRelOfferUpperLimit:integer
        type BundledProductOfferingPriceRelationship
            id:string href:string name:string
        type BundledProductSpecification
            id:string href:string lifecycleStatus:string name:string
        type Category
            id:string href:string description:string isRoot:boolean lastUpdate:dateTime lifecycleStatus:string
            name:string parentId:string version:string productOffering:ProductOfferingRef[]
            subCategory:CategoryRef[] validFor:TimePeriod
        type CategoryRef
            id:string! href:string name:string version:string @referredType:string
        type ChannelRef
            id:string! href:string name:string @referredType:string
        type ConstraintRef
            id:string! href:string name:string version:string @referredType:string
        type MarketSegmentRef
            id:string! href:string name:string @referredType:string
        type Money
            unit:string value:number
        type PlaceRef
            id:string! href:string name:string @referredType:string
        type PricingLogicAlgorithm
            id:string href:string description:string name:string plaSpecId:string validFor:TimePeriod
        type ProductOffering
            id:string href:string description:string isBundle:boolean isSellable:boolean lastUpdate:dateTime
            lifecycleStatus:string name:string statusReason:string version:string agreement:AgreementRef[]
            attachment:AttachmentRefOrValue[] bundledProductOffering:BundledProductOffering[]
            category:CategoryRef[] channel:ChannelRef[] marketSegment:MarketSegmentRef[] place:PlaceRef[]
            prodSpecCharValueUse:ProductSpecificationCharacteristicValueUse[]
            productOfferingPrice:ProductOfferingPriceRef[] productOfferingTerm:ProductOfferingTerm[]
            productSpecification:ProductSpecificationRef resourceCandidate:ResourceCandidateRef
            serviceCandidate:ServiceCandidateRef serviceLevelAgreement:SLARef validFor:TimePeriod
        type ProductOfferingPrice
            id:string href:string description:string isBundle:boolean lastUpdate:dateTime lifecycleStatus:string
            name:string percentage:number priceType:string recurringChargePeriodLength:integer
            recurringChargePeriodType:string version:string
            bundledPopRelationship:BundledProductOfferingPriceRelationship[] constraint:ConstraintRef[]
            place:PlaceRef[] popRelationship:ProductOfferingPriceRelationship[] price:Money
            pricingLogicAlgorithm:PricingLogicAlgorithm[]
            prodSpecCharValueUse:ProductSpecificationCharacteristicValueUse[]
            productOfferingTerm:ProductOfferingTerm[] tax:TaxItem[] unitOfMeasure:Quantity validFor:TimePeriod
        type ProductOfferingPriceRef
            id:string! href:string name:string @referredType:string
        type ProductOfferingPriceRelationship
            id:string href:string name:string relationshipType:string
        type ProductOfferingRef
            id:string! href:string name:string @referredType:string
        type ProductOfferingTerm
            description:string name:string duration:Quantity validFor:TimePeriod
        type ProductSpecification
            id:string href:string brand:string description:string isBundle:boolean lastUpdate:dateTime
            lifecycleStatus:string name:string productNumber:string version:string
            attachment:AttachmentRefOrValue[] bundledProductSpecification:BundledProductSpecification[]
            productSpecCharacteristic:ProductSpecificationCharacteristic[]
            productSpecificationRelationship:ProductSpecificationRelationship[] relatedParty:RelatedParty[]
            resourceSpecification:ResourceSpecificationRef[] serviceSpecification:ServiceSpecificationRef[]
            targetProductSchema:TargetProductSchema validFor:TimePeriod
        type ProductSpecificationCharacteristic
            configurable:boolean description:string extensible:boolean isUnique:boolean maxCardinality:integer
            minCardinality:integer name:string regex:string valueType:string
            productSpecCharRelationship:ProductSpecificationCharacteristicRelationship[]
            productSpecCharacteristicValue:ProductSpecificationCharacteristicValue[] validFor:TimePeriod
        type ProductSpecificationCharacteristicRelationship
            id:string href:string charSpecSeq:integer name:string relationshipType:string validFor:TimePeriod
        type ProductSpecificationCharacteristicValue
            isDefault:boolean rangeInterval:string regex:string unitOfMeasure:string valueFrom:string
            valueTo:string valueType:string validFor:TimePeriod value:Any
        type ProductSpecificationCharacteristicValueUse
            description:string maxCardinality:integer minCardinality:integer name:string valueType:string
            productSpecCharacteristicValue:ProductSpecificationCharacteristicValue[]
            productSpecification:ProductSpecificationRef validFor:TimePeriod
        type ProductSpecificationRef
            id:string! href:string name:string version:string targetProductSchema:TargetProductSchema
            @referredType:string
        type ProductSpecificationRelationship
            id:string href:string relationshipType:string validFor:TimePeriod
        type Quantity
            amount:number units:string
        type RelatedParty
            id:string! href:string name:string role:string @referredType:string!
        type ResourceCandidateRef
            id:string! href:string name:string version:string @referredType:string
        type ResourceSpecificationRef
            id:string! href:string name:string version:string @referredType:string
        type SLARef
            id:string! href:string name:string @referredType:string
        type ServiceCandidateRef
            id:string! href:string name:string version:string @referredType:string
        type ServiceSpecificationRef
            id:string! href:string name:string version:string targetServiceSchema:TargetServiceSchema
            @referredType:string
        type TargetProductSchema
            @schemaLocation:string! @type:string!
        type TargetServiceSchema
            @schemaLocation:string! @type:string!
        type TaxItem
            taxCategory:string taxRate:number taxAmount:Money
        type TimePeriod
            endDateTime:dateTime startDateTime:dateTime
        """
}
